"""Exponential backoff."""

import time
from collections.abc import Callable

FIRST_PAUSE_S = 0.5
MAX_PAUSE_S = 10.0
RESET_AFTER_S = 60.0
"""After this time without a failure, the next one counts as the first."""


class Backoff:
    """Each pause is twice the previous one, up to ``MAX_PAUSE_S``."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last_failure: float | None = None
        self._pause_s = FIRST_PAUSE_S

    def pause_s(self) -> float:
        """The pause before the next try. Call once for each failure."""
        now = self._clock()
        repeated = self._last_failure is not None and now - self._last_failure < RESET_AFTER_S
        self._pause_s = min(2 * self._pause_s, MAX_PAUSE_S) if repeated else FIRST_PAUSE_S
        self._last_failure = now
        return self._pause_s
