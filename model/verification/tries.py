"""The limit on attempts for one person, and how an attempt uses it."""

import math
from typing import Protocol

from model.verification.attempt import AttemptState, Ending


class Tries(Protocol):
    """Counts attempts in which a face was compared. ``app.lockout`` limits them; ``UNLIMITED`` does not."""

    def admit(self) -> bool:
        """Whether an attempt may compare a face with references. It counts as failed in advance, so that an
        attempt that is killed counts, too. Raises OSError when it cannot be counted."""

    def end(self, ending: Ending) -> None:
        """An admitted attempt ended like this. Raises OSError."""


class UnlimitedTries:
    """Unlimited: for measurements, and for comparisons with pictures that protect nothing."""

    def admit(self) -> bool:
        return True

    def end(self, ending: Ending) -> None:
        """Nothing is counted."""


UNLIMITED = UnlimitedTries()
OPEN_TRY_S = 20.0
"""As long as the time limit of an ordinary attempt."""


class AttemptTries:
    """Admits each attempt once, and ends it once. An abandoned one stays counted as failed. In an attempt
    that stays open, the verified face may leave and another one may arrive: the first frame that is no longer
    verified begins another try. Without a verification, another try begins every ``OPEN_TRY_S``.
    """

    def __init__(self, tries: Tries, *, stays_open: bool = False) -> None:
        self._tries = tries
        self._limit_s = OPEN_TRY_S if stays_open else math.inf
        self._admitted = self._ended = False
        self._began_s = self._seconds = 0.0

    def admit(self) -> bool:
        if not self._admitted:
            self._admitted, self._began_s = self._tries.admit(), self._seconds
        return self._admitted

    def update(self, state: AttemptState) -> None:
        """Call this after each frame."""
        self._seconds = state.seconds
        if state.verified or state.ending:
            self._end(state.ending or Ending.VERIFIED)
        elif self._ended:
            self.begin()
        elif self._admitted and self._seconds - self._began_s >= self._limit_s:
            self._end(Ending.NOT_SAME)
            self.begin()

    def begin(self) -> None:
        """Another attempt begins."""
        self._admitted = self._ended = False

    def _end(self, ending: Ending) -> None:
        if self._admitted and not self._ended:
            self._tries.end(ending)
        self._ended = True
