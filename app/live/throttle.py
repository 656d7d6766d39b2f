"""How long judging rests between frames, so that the window stays smooth and an empty room costs little."""

import time
from collections.abc import Callable
from typing import Protocol

from app.live.frame_rate import Rate

SMOOTH_RATE = 25.0
"""Pictures a second that the window draws at least, as long as resting can bring that about."""
MORE_REST, LESS_REST, MOST_REST = 0.5, 0.1, 8.0
"""Rest is counted in what judging the frame took."""
LONGEST_REST_S = 0.08
"""At least ten frames a second are judged, however slow the window is by itself."""

ALONE_AFTER_S = 3.0
ALONE_PERIOD_S, UNSEEN_PERIOD_S = 0.2, 1.0
"""From frame to frame with nobody before the camera, and while the window is out of sight."""


class SawFace(Protocol):
    @property
    def face(self) -> object | None:
        """None: there was no face."""


class Pace:
    """The window says when it draws, the judging thread asks how long to rest."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.unseen = False
        """Whether the window is out of sight."""
        self._clock = clock
        self._drawn = Rate(clock)
        self._rest = 0.0
        self._last_face = clock()

    @property
    def window_rate(self) -> float:
        """Pictures a second."""
        return self._drawn.per_second

    def drew(self) -> None:
        """The window drew itself."""
        self._drawn.count()

    def rest_s(self, report: SawFace, took_s: float) -> float:
        """After a frame whose judging took ``took_s`` and gave ``report``."""
        now = self._clock()
        if report.face is not None:
            self._last_face = now
        if self.unseen:
            return max(0.0, UNSEEN_PERIOD_S - took_s)
        if now - self._last_face > ALONE_AFTER_S:
            return max(0.0, ALONE_PERIOD_S - took_s)
        smooth = not 0 < self.window_rate < SMOOTH_RATE
        self._rest = max(0.0, self._rest - LESS_REST) if smooth else min(MOST_REST, self._rest + MORE_REST)
        return min(LONGEST_REST_S, self._rest * took_s)
