"""The layers that Keras lacks."""

from typing import Any, TypeAlias

import keras

Shape: TypeAlias = tuple[int | None, ...]


@keras.saving.register_keras_serializable("sameface")
class L1Distance(keras.layers.Layer):
    """(n, dimensions) and (n, dimensions) -> (n, dimensions): what two embeddings differ by, ``|a - b|``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)

    def call(self, one: Any, other: Any) -> Any:
        return keras.ops.abs(one - other)

    def compute_output_shape(self, one_shape: Shape, other_shape: Shape) -> Shape:
        if tuple(one_shape) != tuple(other_shape):
            raise ValueError(
                f"Embeddings must have one shape. Received: one={one_shape}, other={other_shape}"
            )
        return one_shape
