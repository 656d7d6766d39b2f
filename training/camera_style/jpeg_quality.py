"""JPEG: the quality that crops were stored with.

A picture that was stored changes least when it is stored again with the same quality (Farid 2009). Only
storing the crop itself leaves such a trace: that of the camera's own compression was turned and scaled with
the face, and what it did is measured as blur and noise.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.frame import RgbImage
from training.data.jpeg import recompress

QUALITIES = range(40, 98)
NEIGHBOURS = (1, 2)
TELLING = 0.65
"""At the right quality, storing again changes less than this share of what it changes at a neighbouring one.
In crops that were never stored the share is about 1."""

LOOKED_AT = 10
"""Crops that are stored again and again."""


def quality_of(crops: NDArray[np.uint8]) -> int | None:
    """From 40 to 97. None: (n, 100, 100, 3) RGB were never stored as JPEG, or so well that nothing shows."""
    some = crops[:: -(-len(crops) // LOOKED_AT)]
    reach = max(NEIGHBOURS)
    stored_again = range(QUALITIES[0] - reach, QUALITIES[-1] + reach + 1)
    changes = {quality: _change(some, quality) for quality in stored_again}

    def share(quality: int) -> float:
        beside = [min(changes[quality - step], changes[quality + step]) for step in NEIGHBOURS]
        return changes[quality] / max(beside)

    likeliest = min(QUALITIES, key=share)
    return likeliest if share(likeliest) < TELLING else None


def _change(crops: NDArray[np.uint8], quality: int) -> float:
    """The mean squared error of luma: colours change too with any quality."""
    changes = (_luma(recompress(crop, quality)) - _luma(crop) for crop in crops)
    return float(np.mean([np.mean(change**2) for change in changes]) + 1e-6)


def _luma(crop: RgbImage) -> NDArray[np.float32]:
    return np.asarray(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), np.float32)
