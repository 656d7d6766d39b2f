"""Measure the rate of events."""

import time
from collections.abc import Callable


class RateMeter:
    """Events per second, smoothed over about ten."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: float | None = None
        self.per_second = 0.0

    def count(self) -> None:
        now, last = self._clock(), self._last
        self._last = now
        if last is None or now <= last:
            return
        current = 1 / (now - last)
        self.per_second = current if self.per_second == 0 else 0.9 * self.per_second + 0.1 * current
