"""What limits the attempts at one person, and how an attempt uses it."""

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
    """For measurements, and for comparisons with pictures that protect nothing."""

    def admit(self) -> bool:
        return True

    def end(self, ending: Ending) -> None:
        """Nothing is counted."""


UNLIMITED = UnlimitedTries()


class AttemptTries:
    """Admits each attempt once, and ends it once. One that is given up stays counted as failed.

    In an attempt that stays open, the face that was verified may go and another may come: the first frame
    that no longer holds begins another try.
    """

    def __init__(self, tries: Tries) -> None:
        self._tries = tries
        self._admitted = self._ended = False

    def admit(self) -> bool:
        self._admitted = self._admitted or self._tries.admit()
        return self._admitted

    def update(self, state: AttemptState) -> None:
        """Call this after each frame."""
        if state.verified or state.ending:
            self._end(state.ending or Ending.VERIFIED)
        elif self._ended:
            self.begin()

    def begin(self) -> None:
        """Another attempt begins."""
        self._admitted = self._ended = False

    def _end(self, ending: Ending) -> None:
        if self._admitted and not self._ended:
            self._tries.end(ending)
        self._ended = True
