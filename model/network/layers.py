"""Keras layers for siamese networks."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import keras

from model.runtime.hadamard_bases import hadamard_axes

Shape: TypeAlias = tuple[int | None, ...]


@keras.saving.register_keras_serializable("sameface")
class L1Distance(keras.layers.Layer):
    """(n, dimensions) and (n, dimensions) -> (n, bases * dimensions): the difference ``|a - b|`` along the
    axes of ``bases`` orthonormal bases, the first of which is the identity."""

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
    """(n, dimensions) and (n, dimensions) -> (n, 1): the distance of two embeddings."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)

    def call(self, one: Any, other: Any) -> Any:
        squared = keras.ops.sum(keras.ops.square(one - other), axis=-1, keepdims=True)
        # The square root has no gradient at 0.
        return keras.ops.sqrt(keras.ops.maximum(squared, keras.config.epsilon() ** 2))

    def compute_output_shape(self, one_shape: Shape, other_shape: Shape) -> Shape:
        _check_same(one_shape, other_shape)
        return (*one_shape[:-1], 1)


@keras.saving.register_keras_serializable("sameface")
class WithMirrorImages(keras.layers.Layer):
    """(n, height, width, channels) -> (2n, height, width, channels): images, then their mirror images."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)

    def call(self, images: Any) -> Any:
        return keras.ops.concatenate([images, keras.ops.flip(images, axis=2)], axis=0)

    def compute_output_shape(self, shape: Shape) -> Shape:
        return (None if shape[0] is None else 2 * shape[0], *shape[1:])


@keras.saving.register_keras_serializable("sameface")
class MeanOfMirrorImages(keras.layers.Layer):
    """(2n, dimensions), of images and then of their mirror images -> (n, dimensions): their means."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)

    def call(self, rows: Any) -> Any:
        return keras.ops.mean(keras.ops.reshape(rows, (2, -1, rows.shape[1])), axis=0)

    def compute_output_shape(self, shape: Shape) -> Shape:
        return (None if shape[0] is None else shape[0] // 2, *shape[1:])


def iter_layers(model: keras.Model) -> Iterator[keras.layers.Layer]:
    """All layers, with those of nested networks in place of the networks."""
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from iter_layers(layer)
        else:
            yield layer


def set_trainable(model: keras.Model, prefixes: tuple[str, ...], *, trainable: bool) -> None:
    """For all layers whose names begin with one of ``prefixes``, in nested networks too."""
    for layer in iter_layers(model):
        if layer.name.startswith(prefixes):
            layer.trainable = trainable


def _check_same(one_shape: Shape, other_shape: Shape) -> None:
    if tuple(one_shape) != tuple(other_shape):
        raise ValueError(
            f"Embeddings must have the same shape. Received: one={one_shape}, other={other_shape}"
        )
