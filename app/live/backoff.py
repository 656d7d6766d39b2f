"""How long to wait before what failed is tried again."""

import time
from collections.abc import Callable

FIRST_PAUSE_S = 0.5
MAX_PAUSE_S = 10.0
RESET_AFTER_S = 60.0
"""After so long without a failure the next one counts as the first."""


class Backoff:
    """Each pause is twice the last, up to ``MAX_PAUSE_S``."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failed: float | None = None
        self._pause_s = FIRST_PAUSE_S

    def pause_s(self) -> float:
        """To be asked once at every failure."""
        now = self._clock()
        again = self._failed is not None and now - self._failed < RESET_AFTER_S
        self._pause_s = min(2 * self._pause_s, MAX_PAUSE_S) if again else FIRST_PAUSE_S
        self._failed = now
        return self._pause_s
