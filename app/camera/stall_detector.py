"""Detect sources that repeat one picture or show only black, and so give nothing to judge."""

from enum import StrEnum

import cv2
import numpy as np

from app.camera.source import FrameSource
from model.messages.message import Message
from model.vision.frame import Frame, RgbImage

STALL_AFTER_S = 2.0
"""Grace period before a frozen or black source is reported. Many cameras start with black frames."""
MIN_REPEATS = 3
"""Consecutive repeats, in addition to ``STALL_AFTER_S``: a slow camera may repeat a frame."""
SAMPLE_STRIDE_PX = 16
"""Sampling stride in rows, or in pixels each way. Sensor noise changes nearly all samples."""
RECENT_FRAMES = 8
"""Frames to compare with: a failing driver cycles through its buffers, about four."""
STILL_DIFFERENCE = 0.1
"""Mean difference, in [0, 255]. An encoder that refines a still picture changes it by less."""
BLACK_LEVEL = 24
MIN_BRIGHT_SHARE = 0.01
"""Share of the samples above ``BLACK_LEVEL``; a smaller share is noise and hot pixels."""


class FrameStatus(StrEnum):
    """Only FRESH frames are judged."""

    FRESH = "fresh"
    REPEATED = "repeated"
    FROZEN = "frozen"
    BLACK = "black"

    @property
    def unusable(self) -> bool:
        """Whether the source shows nothing to judge at all."""
        return self in (FrameStatus.FROZEN, FrameStatus.BLACK)


def stall_message(source: FrameSource, status: FrameStatus) -> Message:
    """For the user, about an ``unusable`` status."""
    return _live_message(source.name, status) if source.live else _played_message(source.name, status)


def _live_message(camera: str, status: FrameStatus) -> Message:
    if status is FrameStatus.FROZEN:
        return Message(
            "The {camera} keeps sending the same picture. Restart it, or choose another camera.",
            camera=camera,
        )
    return Message(
        "The {camera} sends only black pictures. Open its cover or shutter, and check the light.",
        camera=camera,
    )


def _played_message(recording: str, status: FrameStatus) -> Message:
    if status is FrameStatus.FROZEN:
        return Message(
            "{recording} keeps showing the same picture. Wait for a change, or choose another recording.",
            recording=recording,
        )
    return Message(
        "{recording} shows only black pictures. Wait for a change, or choose another recording.",
        recording=recording,
    )


class StallDetector:
    """Classifies the frames of one source. A repeated picture counts once."""

    def __init__(self) -> None:
        self._recent = _RecentPictures()
        self._repeats = 0
        self._new_since_s = 0.0
        self._bright_since_s: float | None = None

    def check(self, frame: Frame) -> FrameStatus:
        """Call once for each frame, in order."""
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
        """Sampled rows by a sample of their pixels, oldest first."""

    def remember(self, image: RgbImage) -> bool:
        """Whether ``image`` was among the last ``RECENT_FRAMES``."""
        rows = np.ascontiguousarray(image[::SAMPLE_STRIDE_PX])
        sample = rows[:, ::SAMPLE_STRIDE_PX].tobytes()
        known = self._rows.pop(sample, None)
        self._rows[sample] = rows
        if len(self._rows) > RECENT_FRAMES:
            del self._rows[next(iter(self._rows))]
        return known is not None and np.array_equal(known, rows)


def frames_equal(one: RgbImage, other: RgbImage) -> bool:
    """Whether all sampled rows are equal."""
    return np.array_equal(one[::SAMPLE_STRIDE_PX], other[::SAMPLE_STRIDE_PX])


def frames_nearly_equal(one: RgbImage, other: RgbImage) -> bool:
    """Whether the sampled rows differ by less than an encoder changes a still picture."""
    if one.shape != other.shape:
        return False
    difference = cv2.absdiff(one[::SAMPLE_STRIDE_PX], other[::SAMPLE_STRIDE_PX])
    return float(difference.mean()) < STILL_DIFFERENCE


def is_black(image: RgbImage) -> bool:
    sample = image[::SAMPLE_STRIDE_PX, ::SAMPLE_STRIDE_PX]
    return bool(np.count_nonzero(sample > BLACK_LEVEL) < MIN_BRIGHT_SHARE * sample.size)
