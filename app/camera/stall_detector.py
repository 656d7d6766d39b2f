"""Whether a source shows anything: the same picture over and over, or only black, is nothing to judge."""

from enum import StrEnum

import cv2
import numpy as np

from app.camera.source import FrameSource
from model.vision.frame import Frame, RgbImage

STALL_AFTER_S = 2.0
"""So long a camera may deliver nothing but one picture, or black, as many do while they start."""
MIN_REPEATS = 3
"""In a row, beside ``STALL_AFTER_S``: a slow camera may show one twice."""
SAMPLE_STRIDE_PX = 16
"""Every so many rows, or pixels each way, are looked at: sensor noise changes nearly all of them."""
RECENT_FRAMES = 8
"""Pictures, to be known again: a driver that fails goes round its buffers, of which it has about four."""
STILL_DIFFERENCE = 0.1
"""Mean difference, in [0, 255]. An encoder that refines a picture that stands still stays below it."""
BLACK_LEVEL = 24
MIN_BRIGHT_SHARE = 0.01
"""Of the sampled values; fewer above ``BLACK_LEVEL`` are noise and hot pixels."""


class FrameStatus(StrEnum):
    """``FRESH`` alone may be judged."""

    FRESH = "fresh"
    REPEATED = "repeated"
    FROZEN = "the same picture again and again"
    BLACK = "only black pictures"

    @property
    def unusable(self) -> bool:
        return self in (FrameStatus.FROZEN, FrameStatus.BLACK)


LIVE_ADVICE = {
    FrameStatus.FROZEN: "Restart it, or choose another one.",
    FrameStatus.BLACK: "Open its cover or shutter, and check that there is light.",
}
PLAYED_ADVICE = "Wait until that changes, or choose another recording."


def stall_message(source: FrameSource, seen: FrameStatus) -> str:
    """What to tell about a source of which only ``seen`` is to be had, one of those that are ``unusable``."""
    if source.live:
        return f"The {source.name} delivers {seen}. {LIVE_ADVICE[seen]}"
    return f"{source.name} shows {seen}. {PLAYED_ADVICE}"


class StallDetector:
    """Watches the frames of one source, live or played: a picture that is delivered again counts once."""

    def __init__(self) -> None:
        self._recent = _RecentPictures()
        self._repeats = 0
        self._new_since_s = 0.0
        self._bright_since_s: float | None = None

    def check(self, frame: Frame) -> FrameStatus:
        """To be asked once about every frame, in order."""
        repeated = self._recent.remember(frame.image)
        self._repeats = self._repeats + 1 if repeated else 0
        if not repeated:
            self._new_since_s = frame.seconds
        if self._bright_since_s is None or not is_black(frame.image):
            self._bright_since_s = frame.seconds
        if frame.seconds - self._bright_since_s >= STALL_AFTER_S:
            return FrameStatus.BLACK
        if self._repeats >= MIN_REPEATS and frame.seconds - self._new_since_s >= STALL_AFTER_S:
            return FrameStatus.FROZEN
        return FrameStatus.REPEATED if repeated else FrameStatus.FRESH


class _RecentPictures:
    def __init__(self) -> None:
        self._rows: dict[bytes, RgbImage] = {}
        """By a few of their pixels, the latest last."""

    def remember(self, image: RgbImage) -> bool:
        """Whether it was among the last ``RECENT_FRAMES``."""
        rows = np.ascontiguousarray(image[::SAMPLE_STRIDE_PX])
        few = rows[:, ::SAMPLE_STRIDE_PX].tobytes()
        known = self._rows.pop(few, None)
        self._rows[few] = rows
        if len(self._rows) > RECENT_FRAMES:
            del self._rows[next(iter(self._rows))]
        return known is not None and np.array_equal(known, rows)


def frames_equal(one: RgbImage, other: RgbImage) -> bool:
    """Whether they are equal to the last value, in the rows that are looked at."""
    return np.array_equal(one[::SAMPLE_STRIDE_PX], other[::SAMPLE_STRIDE_PX])


def frames_nearly_equal(one: RgbImage, other: RgbImage) -> bool:
    """Whether they show one moment, but for what an encoder changes, in the rows that are looked at."""
    if one.shape != other.shape:
        return False
    difference = cv2.absdiff(one[::SAMPLE_STRIDE_PX], other[::SAMPLE_STRIDE_PX])
    return float(difference.mean()) < STILL_DIFFERENCE


def is_black(image: RgbImage) -> bool:
    sample = image[::SAMPLE_STRIDE_PX, ::SAMPLE_STRIDE_PX]
    return bool(np.count_nonzero(sample > BLACK_LEVEL) < MIN_BRIGHT_SHARE * sample.size)
