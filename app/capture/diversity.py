"""Filter near-duplicate crops: many crops of the same moment teach little."""

from collections import deque

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.frame import RgbImage

THUMBNAIL_SIZE = 25
"""Width and height of the grey thumbnails in which crops are compared."""
MIN_DIFFERENCE = 0.1
"""Mean absolute difference of two thumbnails, in standard deviations, from which a crop is new.

A person sitting still differs by 0.02 to 0.05 from frame to frame; a person moving the head exceeds this two
to four times per second.
"""
REMEMBERED_CROPS = 10


class DiversityFilter:
    """Compares with the last ``REMEMBERED_CROPS`` crops that were saved."""

    def __init__(self) -> None:
        self._thumbnails: deque[NDArray[np.float32]] = deque(maxlen=REMEMBERED_CROPS)

    def is_new(self, crop: RgbImage) -> bool:
        new = thumbnail(crop)
        return all(np.abs(new - old).mean() > MIN_DIFFERENCE for old in self._thumbnails)

    def remember(self, crop: RgbImage) -> None:
        self._thumbnails.append(thumbnail(crop))


def thumbnail(crop: RgbImage) -> NDArray[np.float32]:
    """(THUMBNAIL_SIZE, THUMBNAIL_SIZE) float32 with mean 0 and deviation 1: brightness does not count."""
    grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (THUMBNAIL_SIZE, THUMBNAIL_SIZE), interpolation=cv2.INTER_AREA).astype(
        np.float32
    )
    return np.asarray((small - small.mean()) / (small.std() + 1), np.float32)
