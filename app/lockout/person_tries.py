"""The attempts for one person, for a verification session."""

import time
from collections.abc import Callable

from app.lockout.policy import TryStatus
from app.lockout.try_limiter import TryLimiter
from model.verification.attempt import Ending

CHECK_EVERY_S = 1.0
"""How long a refusal holds before the files are read again: another process may have unlocked."""


class PersonTries:
    """As ``model.verification.tries.Tries``. The judge's thread calls ``admit`` and ``end``."""

    def __init__(self, limiter: TryLimiter, person: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.person = person
        self._limiter, self._clock = limiter, clock
        self._begun = False
        self._refused_until = clock()

    @property
    def status(self) -> TryStatus:
        """Raises StoreError."""
        return self._limiter.status(self.person)

    def admit(self) -> bool:
        if not self._begun and self._clock() >= self._refused_until:
            status = self._limiter.begin(self.person)
            self._begun = status.allowed
            self._refused_until = self._clock() + _hold_s(status)
        return self._begun

    def end(self, ending: Ending) -> None:
        if not self._begun:
            return
        self._begun = False
        if ending is Ending.VERIFIED:
            self._limiter.succeed(self.person)
        elif ending.counts_as_try:
            self._limiter.fail(self.person)
        else:
            self._limiter.withdraw(self.person)


def _hold_s(status: TryStatus) -> float:
    return 0.0 if status.allowed else min(CHECK_EVERY_S, status.wait_s or CHECK_EVERY_S)
