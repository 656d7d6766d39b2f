"""Recognize a frame that was shown before, even if it was encoded again."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from model.vision.frame import RgbImage

STRIDE_PX = 16
"""Distance between sampled pixels. Single pixels keep the sensor's noise, which no two frames of a camera
share."""
MAX_DIFFERENCE = 0.25
"""Mean difference of the samples, in [0, 255], up to which two frames count as the same."""
RECENT_FRAMES = 8
"""A camera at work may repeat one of these."""
MAX_FRAMES = 900
"""In memory: thirty seconds, about 4 MB."""


class Repetition(NamedTuple):
    """``still``: the frame equals one of the last few. ``returned``: it equals an older one."""

    still: bool
    returned: bool


class FrameMemory:
    """The frames of one attempt, each as a grid of pixels."""

    def __init__(self) -> None:
        self._samples: NDArray[np.uint8] | None = None
        self._means = np.empty((MAX_FRAMES, 3), np.float32)
        self._count = 0

    def remember(self, image: RgbImage) -> Repetition:
        """Compare ``image`` with the frames before it, and add it."""
        sample = image[::STRIDE_PX, ::STRIDE_PX]
        if self._samples is None or self._samples.shape[1:] != sample.shape:
            self._samples = np.empty((MAX_FRAMES, *sample.shape), np.uint8)
            self._count = 0
        mean = sample.mean(axis=(0, 1), dtype=np.float32)
        same = self._equal_frames(self._samples, sample, mean)
        slot = self._count % MAX_FRAMES
        self._samples[slot], self._means[slot] = sample, mean
        self._count += 1
        ages = (slot - same) % MAX_FRAMES
        return Repetition(bool((ages <= RECENT_FRAMES).any()), bool((ages > RECENT_FRAMES).any()))

    def _equal_frames(
        self, samples: NDArray[np.uint8], sample: RgbImage, mean: NDArray[np.float32]
    ) -> NDArray[np.intp]:
        """The slots of frames like ``sample``. The mean of a difference is at least the difference of the
        means, so few frames need to be compared in full."""
        known = min(self._count, MAX_FRAMES)
        near = np.abs(self._means[:known] - mean).max(axis=1) <= MAX_DIFFERENCE
        candidates = np.flatnonzero(near)
        difference = np.abs(samples[candidates].astype(np.int16) - sample).mean(axis=(1, 2, 3))
        return candidates[difference <= MAX_DIFFERENCE]
