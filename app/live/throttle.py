"""Throttle judging, so that the window stays smooth and an empty room costs little."""

import math
import time
from collections.abc import Callable
from typing import Protocol

from app.live.frame_rate import RateMeter

MIN_WINDOW_FPS = 25.0
"""Judging is delayed while the window draws fewer frames per second."""
DELAY_INCREASE, DELAY_DECREASE, MAX_RELATIVE_DELAY = 0.5, 0.1, 8.0
"""In multiples of the time that judging the frame took."""
MAX_DELAY_S = 0.08
"""At least ten frames per second are judged, even when the window itself is slow."""

NO_FACE_AFTER_S = 3.0
JUDGED_WITHIN_S = 1.0
"""An older frame does not say who is there now."""
NO_FACE_PERIOD_S, HIDDEN_PERIOD_S = 0.2, 1.0
"""Time between judged frames without a face, and while the window is hidden."""


class HasFace(Protocol):
    @property
    def face(self) -> object | None:
        """None without a face."""


class JudgeThrottle:
    """The window calls ``on_draw``, and the judge thread ``delay_s``."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.hidden = False
        """Whether the window is hidden, for example minimised."""
        self._clock = clock
        self._drawn = RateMeter(clock)
        self._delay = 0.0
        self._last_face = clock()
        self._last_judged = -math.inf

    @property
    def window_rate(self) -> float:
        """Frames that the window draws per second."""
        return self._drawn.per_second

    @property
    def no_recent_face(self) -> bool:
        """Whether frames are judged, and for some seconds none had a face."""
        now = self._clock()
        return now - self._last_judged < JUDGED_WITHIN_S and now - self._last_face > NO_FACE_AFTER_S

    def on_draw(self) -> None:
        """Count a frame that the window drew."""
        self._drawn.count()

    def delay_s(self, report: HasFace, took_s: float) -> float:
        """The delay after a frame that took ``took_s`` to judge and gave ``report``."""
        now = self._last_judged = self._clock()
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
