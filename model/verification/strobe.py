"""Infrared cameras light up only every second or third frame. The dark frames in between show no face."""

from enum import StrEnum
from typing import TypeAlias

from model.vision.frame import RgbImage

MeanLevel: TypeAlias = float
"""The mean of all values of an image, in [0, 255]; higher = brighter."""

MAX_DARK_RATIO = 1 / 3
"""Of a dark frame's mean level to those of the lit frames on both sides. Ratios up to 26 % were observed."""
MAX_DARK_FRAMES = 2
"""Between two lit frames."""
MAX_GAP_S = 0.5
"""Between two lit frames, in the frames' own time."""
SAMPLING_STRIDE = 32
"""Pixels."""


class FrameLight(StrEnum):
    """``DARK`` lies between two lit frames and must be ignored. ``LIT_AFTER_BREAK`` is lit, but follows a
    break that the strobe does not explain: a run of frames must not continue across it."""

    LIT = "lit"
    DARK = "dark"
    LIT_AFTER_BREAK = "lit after a break"


class StrobeDetector:
    """Distinguishes the dark frames between two flashes from a scene that has become dark.

    A frame counts as lit when it is dark for longer, or for more frames, than a strobe explains; so does the
    first frame.
    """

    def __init__(self) -> None:
        self._lit_level = 0.0
        self._lit_s = 0.0
        self._dark_levels: list[MeanLevel] = []

    def classify(self, level: MeanLevel, seconds: float) -> FrameLight:
        """Call it once for each frame, in order."""
        is_near = 0 <= seconds - self._lit_s <= MAX_GAP_S
        is_dark = level < MAX_DARK_RATIO * self._lit_level
        if is_dark and is_near and len(self._dark_levels) < MAX_DARK_FRAMES:
            self._dark_levels.append(level)
            return FrameLight.DARK
        was_strobe = is_near and max(self._dark_levels, default=0.0) < MAX_DARK_RATIO * level
        is_continuous = not self._dark_levels or was_strobe
        self._lit_level, self._lit_s, self._dark_levels = level, seconds, []
        return FrameLight.LIT if is_continuous else FrameLight.LIT_AFTER_BREAK


def mean_level(image: RgbImage) -> MeanLevel:
    """Of every 32nd pixel in both directions."""
    return float(image[::SAMPLING_STRIDE, ::SAMPLING_STRIDE].mean())
