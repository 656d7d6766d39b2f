"""How long judging rests between frames, so that the window stays smooth and an empty room costs little."""

import time
from collections.abc import Callable
from typing import Protocol

from app.live.frame_rate import RateMeter

MIN_WINDOW_FPS = 25.0
"""Pictures a second that the window draws at least, as long as resting can bring that about."""
DELAY_INCREASE, DELAY_DECREASE, MAX_RELATIVE_DELAY = 0.5, 0.1, 8.0
"""Rest is counted in what judging the frame took."""
MAX_DELAY_S = 0.08
"""At least ten frames a second are judged, however slow the window is by itself."""

NO_FACE_AFTER_S = 3.0
NO_FACE_PERIOD_S, HIDDEN_PERIOD_S = 0.2, 1.0
"""From frame to frame with nobody before the camera, and while the window is out of sight."""


class HasFace(Protocol):
    @property
    def face(self) -> object | None:
        """None: there was no face."""


class JudgeThrottle:
    """The window says when it draws, the judging thread asks how long to rest."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.hidden = False
        """Whether the window is out of sight."""
        self._clock = clock
        self._drawn = RateMeter(clock)
        self._delay = 0.0
        self._last_face = clock()

    @property
    def window_rate(self) -> float:
        """Pictures a second."""
        return self._drawn.per_second

    def on_draw(self) -> None:
        """The window drew itself."""
        self._drawn.count()

    def delay_s(self, report: HasFace, took_s: float) -> float:
        """After a frame whose judging took ``took_s`` and gave ``report``."""
        now = self._clock()
        if report.face is not None:
            self._last_face = now
        if self.hidden:
            return max(0.0, HIDDEN_PERIOD_S - took_s)
        if now - self._last_face > NO_FACE_AFTER_S:
            return max(0.0, NO_FACE_PERIOD_S - took_s)
        smooth = not 0 < self.window_rate < MIN_WINDOW_FPS
        self._delay = (
            max(0.0, self._delay - DELAY_DECREASE)
            if smooth
            else min(MAX_RELATIVE_DELAY, self._delay + DELAY_INCREASE)
        )
        return min(MAX_DELAY_S, self._delay * took_s)
