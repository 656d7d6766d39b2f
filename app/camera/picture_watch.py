"""Whether a camera sees anything: the same picture over and over, or only black, is nothing to judge."""

from enum import StrEnum

import numpy as np

from model.vision.frame import Frame, RgbImage

SAID_AFTER_S = 2.0
"""So long a camera may deliver nothing but one picture, or black, as many do while they start."""
FEWEST_REPEATS = 3
"""In a row, beside ``SAID_AFTER_S``: a slow camera may show one twice."""
SAMPLE_STEP = 16
"""Every so many rows, or pixels each way, are looked at: sensor noise changes nearly all of them."""
BLACK_LEVEL = 24
BRIGHT_SHARE = 0.01
"""Of the sampled values; fewer above ``BLACK_LEVEL`` are noise and hot pixels."""


class Seen(StrEnum):
    """``FRESH`` alone may be judged. Other values go on after the camera's name."""

    FRESH = "fresh"
    REPEATED = "repeated"
    FROZEN = "delivers the same picture again and again. Plug it in anew, or choose another one."
    BLACK = "delivers only black pictures. Open its cover or shutter, and see that there is light."

    @property
    def blind(self) -> bool:
        return self in (Seen.FROZEN, Seen.BLACK)


class PictureWatch:
    """Watches the frames of one live source. A recording may hold still; ask nothing of its frames."""

    def __init__(self) -> None:
        self._last: RgbImage | None = None
        self._repeats = 0
        self._new_since_s = 0.0
        self._bright_since_s: float | None = None

    def see(self, frame: Frame) -> Seen:
        """To be asked once about every frame, in order."""
        repeated = self._last is not None and same(self._last, frame.image)
        self._last = frame.image
        self._repeats = self._repeats + 1 if repeated else 0
        if not repeated:
            self._new_since_s = frame.seconds
        if self._bright_since_s is None or not is_black(frame.image):
            self._bright_since_s = frame.seconds
        if frame.seconds - self._bright_since_s >= SAID_AFTER_S:
            return Seen.BLACK
        if self._repeats >= FEWEST_REPEATS and frame.seconds - self._new_since_s >= SAID_AFTER_S:
            return Seen.FROZEN
        return Seen.REPEATED if repeated else Seen.FRESH


def same(one: RgbImage, other: RgbImage) -> bool:
    """Whether they are equal to the last value, in the rows that are looked at."""
    return np.array_equal(one[::SAMPLE_STEP], other[::SAMPLE_STEP])


def is_black(image: RgbImage) -> bool:
    sample = image[::SAMPLE_STEP, ::SAMPLE_STEP]
    return bool(np.count_nonzero(sample > BLACK_LEVEL) < BRIGHT_SHARE * sample.size)
