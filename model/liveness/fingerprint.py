"""Recognize a frame that was shown before, even if it was encoded again."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from model.vision.frame import RgbImage

SAMPLES = 1200
"""About this many pixels of a frame are compared, on a grid. Single pixels keep the sensor's noise, which
no two frames of a camera share."""
MAX_DIFFERENCE = 0.25
"""Mean difference of the samples, in [0, 255], up to which two frames count as the same."""
STAGES = ((128, 2.0), (512, 1.5))
"""The number of samples compared first, and how many times ``MAX_DIFFERENCE`` they may differ. Few frames are
left to compare in full, even at a still scene, whose frames differ by noise alone."""
RECENT_FRAMES = 8
"""A camera at work may repeat one of these."""
MAX_FRAMES = 900
"""In memory: thirty seconds, about 4 MB."""
ORDER_SEED = 0
"""Of the samples: the first of them lie all over the frame. It need not be secret."""


class Repetition(NamedTuple):
    """``still``: the frame equals one of the last few. ``returned``: it equals an older one."""

    still: bool
    returned: bool


class FrameMemory:
    """The samples of one attempt's frames."""

    def __init__(self) -> None:
        self._shape: tuple[int, ...] = ()
        self._order = np.empty(0, np.intp)
        self._samples = np.empty((0, 0), np.uint8)
        self._count = 0

    def remember(self, image: RgbImage) -> Repetition:
        """Compare ``image`` with the frames before it, and add it."""
        if image.shape != self._shape:
            self._forget_for(image)
        sample = _grid(image).ravel()[self._order]
        slot = self._count % MAX_FRAMES
        ages = (slot - self._equal_frames(sample)) % MAX_FRAMES
        self._samples[slot] = sample
        self._count += 1
        return Repetition(bool((ages <= RECENT_FRAMES).any()), bool((ages > RECENT_FRAMES).any()))

    def _forget_for(self, image: RgbImage) -> None:
        """Frames of another size cannot be compared."""
        self._shape, self._count = image.shape, 0
        self._order = np.random.default_rng(ORDER_SEED).permutation(_grid(image).size)
        self._samples = np.empty((MAX_FRAMES, self._order.size), np.uint8)

    def _equal_frames(self, sample: NDArray[np.uint8]) -> NDArray[np.intp]:
        """The slots of frames like ``sample``."""
        slots = np.arange(min(self._count, MAX_FRAMES))
        for length, times in (*STAGES, (len(sample), 1.0)):
            difference = _mean_difference(self._samples[slots, :length], sample[:length])
            slots = slots[difference <= times * MAX_DIFFERENCE]
        return slots


def _grid(image: RgbImage) -> RgbImage:
    stride = max(1, round(math.sqrt(image.shape[0] * image.shape[1] / SAMPLES)))
    return image[::stride, ::stride]


def _mean_difference(some: NDArray[np.uint8], one: NDArray[np.uint8]) -> NDArray[np.float64]:
    apart = np.maximum(some, one) - np.minimum(some, one)
    return np.asarray(apart.mean(axis=1, dtype=np.float64))
