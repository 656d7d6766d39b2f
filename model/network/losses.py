"""Loss functions for pairs of crops. ``same`` is 1 for the same person and 0 for different people."""

from enum import StrEnum
from typing import Any

import keras


class Loss(StrEnum):
    """The loss of a siamese network."""

    CROSS_ENTROPY = "cross-entropy"
    CONTRASTIVE = "contrastive"


@keras.saving.register_keras_serializable("sameface")
class ContrastiveLoss(keras.losses.Loss):
    """``same d^2 / 2 + (1 - same) max(0, margin - d)^2 / 2`` for a distance d (Hadsell, Chopra and LeCun
    2006, whose label is the opposite: their Y is 1 for two people).

    It pulls images of one person together, and pushes those of different people apart up to ``margin``.
    Raises ValueError for a margin that is not positive.
    """

    def __init__(self, margin: float = 1.0, name: str = "contrastive", **kwargs: Any) -> None:
        super().__init__(name=name, **kwargs)
        if not margin > 0:
            raise ValueError(f"The margin must be above 0. Received: margin={margin}")
        self.margin = margin

    def call(self, same: Any, distance: Any) -> Any:
        """(n,) for (n,) labels and (n,) distances."""
        shortfall = keras.ops.maximum(self.margin - distance, 0.0)
        return (same * keras.ops.square(distance) + (1 - same) * keras.ops.square(shortfall)) / 2

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "margin": self.margin}


def scalar_distance(distances: Any) -> Any:
    """(n,) for (n, k): one distance for the output of a distance layer.

    For L1, the sum over the square root of k. The Euclidean distance is never smaller than this, and not much
    larger when all axes differ alike, so one margin suits both.
    """
    return keras.ops.sum(distances, axis=1) / distances.shape[1] ** 0.5
