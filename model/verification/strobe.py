"""Infrared cameras light only every second or third frame; the dark frames between them show nobody."""

from enum import StrEnum
from typing import TypeAlias

from model.vision.frame import RgbImage

MeanLevel: TypeAlias = float
"""Of all values of a picture, in [0, 255]; higher = brighter."""

DARK_SHARE = 1 / 3
"""Of the mean level of the lit frames on both sides; dark frames with up to 26 % were seen."""
MOST_DARK_FRAMES = 2
"""One after another, between two lit ones."""
LONGEST_GAP_S = 0.5
"""From one lit frame to the next, in the frames' own time."""
SAMPLE_STEP = 32


class Light(StrEnum):
    """``DARK`` lies between two lit frames and tells nothing. ``APART`` is lit, but what came before it was
    no such gap: a row of frames does not go on across it."""

    LIT = "lit"
    DARK = "dark"
    APART = "apart"


class Strobe:
    """Tells the dark frames between two flashes from a scene that has become dark.

    A frame that is dark for longer, or for more frames, than a flashing lamp leaves it so is judged like any
    other, and so is the first frame.
    """

    def __init__(self) -> None:
        self._lit_level = 0.0
        self._lit_s = 0.0
        self._dark_levels: list[MeanLevel] = []

    def see(self, level: MeanLevel, seconds: float) -> Light:
        """To be asked once about every frame, in order."""
        near = 0 <= seconds - self._lit_s <= LONGEST_GAP_S
        dark = level < DARK_SHARE * self._lit_level
        if dark and near and len(self._dark_levels) < MOST_DARK_FRAMES:
            self._dark_levels.append(level)
            return Light.DARK
        continuous = not self._dark_levels or (near and max(self._dark_levels) < DARK_SHARE * level)
        self._lit_level, self._lit_s, self._dark_levels = level, seconds, []
        return Light.LIT if continuous else Light.APART


def mean_level(image: RgbImage) -> MeanLevel:
    """Of every 32nd pixel each way."""
    return float(image[::SAMPLE_STEP, ::SAMPLE_STEP].mean())
