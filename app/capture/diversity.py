"""Whether a crop shows something new: many crops of one moment teach little."""

from collections import deque

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.frame import RgbImage

GLANCE_SIZE = 25
"""Width and height of the small grey picture in which crops are compared."""
LEAST_DIFFERENCE = 0.1
"""Mean absolute difference of two glances, in standard deviations of their brightness, that makes one new.

Somebody sitting still differs by 0.02 to 0.05 from one frame to the next; somebody who moves the head passes
this two to four times a second.
"""
MEMORY = 10


class Variety:
    """Remembers the last ``MEMORY`` crops that were kept."""

    def __init__(self) -> None:
        self._glances: deque[NDArray[np.float32]] = deque(maxlen=MEMORY)

    def is_new(self, crop: RgbImage) -> bool:
        seen = glance(crop)
        return all(np.abs(seen - kept).mean() > LEAST_DIFFERENCE for kept in self._glances)

    def remember(self, crop: RgbImage) -> None:
        self._glances.append(glance(crop))


def glance(crop: RgbImage) -> NDArray[np.float32]:
    """(GLANCE_SIZE, GLANCE_SIZE) float32, mean 0 and deviation 1: a lamp that dims makes nothing new."""
    grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (GLANCE_SIZE, GLANCE_SIZE), interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.asarray((small - small.mean()) / (small.std() + 1), np.float32)
