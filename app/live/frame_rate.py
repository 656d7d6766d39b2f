"""Measure the rate of events."""

import time
from collections.abc import Callable

LATE = 2.0
"""The rate falls when an event is later than this many periods: a single late one does not change it."""


class RateMeter:
    """Events per second, smoothed over about ten. Falls with time when no more events come."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: float | None = None
        self._smoothed = 0.0

    @property
    def per_second(self) -> float:
        if self._last is None:
            return 0.0
        waited = self._clock() - self._last
        return min(self._smoothed, LATE / waited) if waited > 0 else self._smoothed

    def count(self) -> None:
        now, last = self._clock(), self._last
        self._last = now
        if last is None or now <= last:
            return
        current = 1 / (now - last)
        self._smoothed = current if self._smoothed == 0 else 0.9 * self._smoothed + 0.1 * current
