"""What a pair of crops is wrong by. ``same`` is 1 for two crops of one person and 0 for two people."""

from enum import StrEnum
from typing import Any

import keras


class Loss(StrEnum):
    """What a siamese network learns by."""

    CROSS_ENTROPY = "cross-entropy"
    CONTRASTIVE = "contrastive"


@keras.saving.register_keras_serializable("sameface")
class ContrastiveLoss(keras.losses.Loss):
    """``same d^2 / 2 + (1 - same) max(0, margin - d)^2 / 2`` for a distance d (Hadsell, Chopra and LeCun
    2006, whose label is the opposite: their Y is 1 for two people).

    Pictures of one person are drawn together, those of two people pushed apart until ``margin`` lies between.
    Raises ValueError for a margin that is not positive.
    """

    def __init__(self, margin: float = 1.0, name: str = "contrastive", **kwargs: Any) -> None:
        super().__init__(name=name, **kwargs)
        if not margin > 0:
            raise ValueError(f"A margin lies above 0. Received: margin={margin}")
        self.margin = margin

    def call(self, same: Any, distance: Any) -> Any:
        """(n,) for (n,) labels and (n,) distances."""
        missing = keras.ops.maximum(self.margin - distance, 0.0)
        return (same * keras.ops.square(distance) + (1 - same) * keras.ops.square(missing)) / 2

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "margin": self.margin}


def length(distances: Any) -> Any:
    """(n,) for (n, k), one distance for what a distance layer makes of a pair.

    Of L1 the sum divided by the root of k: the Euclidean distance is never smaller, and not much larger when
    all axes tell alike, so that one margin suits both.
    """
    return keras.ops.sum(distances, axis=1) / distances.shape[1] ** 0.5
