"""The layers that Keras lacks."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import keras

from model.runtime.hadamard_bases import hadamard_axes

Shape: TypeAlias = tuple[int | None, ...]


@keras.saving.register_keras_serializable("sameface")
class L1Distance(keras.layers.Layer):
    """(n, dimensions) and (n, dimensions) -> (n, bases * dimensions): what two embeddings differ by,
    ``|a - b|``, along the axes of ``bases`` orthonormal bases, their own dimensions first."""

    def __init__(self, bases: int = 1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.bases = bases

    def call(self, one: Any, other: Any) -> Any:
        difference = one - other
        if self.bases > 1:
            difference = keras.ops.matmul(difference, hadamard_axes(difference.shape[-1], self.bases))
        return keras.ops.abs(difference)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "bases": self.bases}

    def compute_output_shape(self, one_shape: Shape, other_shape: Shape) -> Shape:
        _check_same(one_shape, other_shape)
        *rows, dimensions = one_shape
        return (*rows, None if dimensions is None else self.bases * dimensions)


@keras.saving.register_keras_serializable("sameface")
class EuclideanDistance(keras.layers.Layer):
    """(n, dimensions) and (n, dimensions) -> (n, 1): how far two embeddings lie apart."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)

    def call(self, one: Any, other: Any) -> Any:
        squared = keras.ops.sum(keras.ops.square(one - other), axis=-1, keepdims=True)
        # The root has no gradient at 0, where two embeddings are the same.
        return keras.ops.sqrt(keras.ops.maximum(squared, keras.config.epsilon() ** 2))

    def compute_output_shape(self, one_shape: Shape, other_shape: Shape) -> Shape:
        _check_same(one_shape, other_shape)
        return (*one_shape[:-1], 1)


@keras.saving.register_keras_serializable("sameface")
class WithMirrorImages(keras.layers.Layer):
    """(n, height, width, channels) -> (2n, height, width, channels): pictures, then their mirror images."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)

    def call(self, pictures: Any) -> Any:
        return keras.ops.concatenate([pictures, keras.ops.flip(pictures, axis=2)], axis=0)

    def compute_output_shape(self, shape: Shape) -> Shape:
        return (None if shape[0] is None else 2 * shape[0], *shape[1:])


@keras.saving.register_keras_serializable("sameface")
class MeanOfMirrorImages(keras.layers.Layer):
    """(2n, dimensions), of pictures and then of their mirror images -> (n, dimensions): the mean of both."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)

    def call(self, rows: Any) -> Any:
        return keras.ops.mean(keras.ops.reshape(rows, (2, -1, rows.shape[1])), axis=0)

    def compute_output_shape(self, shape: Shape) -> Shape:
        return (None if shape[0] is None else shape[0] // 2, *shape[1:])


def every_layer(model: keras.Model) -> Iterator[keras.layers.Layer]:
    """Those of the networks inside it, too, but not these networks themselves."""
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from every_layer(layer)
        else:
            yield layer


def set_trainable(model: keras.Model, beginnings: tuple[str, ...], *, trainable: bool) -> None:
    """Of the layers whose names begin like one of ``beginnings``, those of the networks inside included."""
    for layer in every_layer(model):
        if layer.name.startswith(beginnings):
            layer.trainable = trainable


def _check_same(one_shape: Shape, other_shape: Shape) -> None:
    if tuple(one_shape) != tuple(other_shape):
        raise ValueError(f"Embeddings must have one shape. Received: one={one_shape}, other={other_shape}")
