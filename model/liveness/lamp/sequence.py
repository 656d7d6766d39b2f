"""An unpredictable sequence of colours that the window shows as a lamp."""

import secrets
from bisect import bisect_right
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from model.liveness.result import LampColour

Light: TypeAlias = NDArray[np.float64]
"""(3,): linear light of red, green and blue, in [0, 1]."""

PALETTE = (
    LampColour(1.00, 0.55, 0.45),
    LampColour(0.95, 0.90, 0.45),
    LampColour(0.45, 0.95, 0.55),
    LampColour(0.45, 0.90, 0.95),
    LampColour(0.55, 0.60, 1.00),
    LampColour(0.95, 0.55, 0.95),
)
"""Pale colours of similar brightness, around the colour circle: gentle, and far apart in colour."""
PHASE_S = 0.4
"""Of each colour: 2.5 changes per second, fewer than the three flashes per second that may harm (WCAG 2.2,
2.3.1), and faster than a webcam's white balance, which takes one to two seconds."""
PHASES = 10
GAMMA = 2.2
"""Of a screen: linear light is the shown value to this power."""
SETTLE_S = 0.12
"""After a change, while the screen fades and the camera's exposure still holds both colours."""


class LampShow:
    """Shows one colour after the other. Each lasts ``PHASE_S`` or longer, since it changes only when a frame
    arrives."""

    def __init__(self, colours: Sequence[LampColour]) -> None:
        self.colours = tuple(colours)
        self._changes: list[float] = []

    def advance(self, seconds: float) -> LampColour | None:
        """The colour to show from now on. None once the last one has been shown."""
        if not self._changes or seconds - self._changes[-1] >= PHASE_S:
            self._changes.append(seconds)
        phase = len(self._changes) - 1
        return self.colours[phase] if phase < len(self.colours) else None

    def is_seen(self, seconds: float, delay_s: float) -> bool:
        """Whether every colour has been seen, ``delay_s`` after it was shown."""
        return len(self._changes) > len(self.colours) and seconds >= self._changes[-1] + delay_s

    def settled_phase_at(self, seconds: float) -> int | None:
        """The number of the colour that was steadily shown; None around a change, before the first colour,
        and after the last."""
        phase = bisect_right(self._changes, seconds) - 1
        if not 0 <= phase < len(self.colours) or seconds - self._changes[phase] < SETTLE_S:
            return None
        return phase


def random_colours() -> tuple[LampColour, ...]:
    """Neighbouring colours differ. Unpredictable: 6 x 5^9, about twelve million sequences."""
    chosen = [secrets.choice(PALETTE)]
    while len(chosen) < PHASES:
        chosen.append(secrets.choice([colour for colour in PALETTE if colour != chosen[-1]]))
    return tuple(chosen)


def linear_light(colour: LampColour) -> Light:
    return np.array([colour.red, colour.green, colour.blue]) ** GAMMA
