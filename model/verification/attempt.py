"""One attempt to verify: many frames, one answer."""

from collections import Counter
from dataclasses import dataclass

from model.verification.decision import Decision, Reason
from model.verification.strobe import Light, MeanLevel, Strobe

STEADY_FRAMES = 3
"""So many frames in a row must verify, unless the user chose otherwise."""


@dataclass(frozen=True, slots=True)
class AttemptState:
    """``decision`` is the verifying one, or the most similar one that was not enough, or the commonest reason
    why nothing could be compared. ``verified`` also asks that it held for enough frames in a row, up to the
    last one; ``longest_row`` is the most that there were."""

    verified: bool
    decision: Decision
    faces: int
    frames_judged: int
    longest_row: int

    @property
    def compared(self) -> bool:
        """Whether any frame's face was held against references."""
        return self.decision.compared


class Attempt:
    """Verified once ``steady_frames`` judged frames in a row verify: one lucky frame is not enough."""

    def __init__(self, steady_frames: int) -> None:
        if steady_frames < 1:
            raise ValueError(f"An attempt needs at least one frame. Received: steady_frames={steady_frames}")
        self._steady_frames = steady_frames
        self._strobe = Strobe()
        self._in_a_row = 0
        self._longest_row = 0
        self._frames = 0
        self._faces = 0
        self._best: Decision | None = None
        self._obstacles: Counter[Reason] = Counter()

    @property
    def state(self) -> AttemptState:
        verified = self._in_a_row >= self._steady_frames
        decision = self._best or self._obstacle()
        return AttemptState(verified, decision, self._faces, self._frames, self._longest_row)

    def add(self, decision: Decision, faces: int, level: MeanLevel, seconds: float) -> bool:
        """Count a frame of this mean ``level``, taken at ``seconds``. False: it is a dark one between two lit
        ones, and counts for nothing. A face that was compared and refused counts in the dark, too."""
        light = self._strobe.see(level, seconds)
        if light is Light.APART:
            self._in_a_row = 0
        if light is Light.DARK and (decision.verified or not decision.compared):
            return False
        self._count(decision, faces)
        return True

    def _count(self, decision: Decision, faces: int) -> None:
        self._frames += 1
        self._faces = max(self._faces, faces)
        self._in_a_row = self._in_a_row + 1 if decision.verified else 0
        self._longest_row = max(self._longest_row, self._in_a_row)
        if not decision.compared:
            self._obstacles[decision.reason] += 1
        elif self._best is None or _rank(decision) >= _rank(self._best):
            self._best = decision

    def _obstacle(self) -> Decision:
        return Decision(self._obstacles.most_common(1)[0][0] if self._obstacles else Reason.NO_FACE)


def _rank(decision: Decision) -> tuple[bool, float, float]:
    share = decision.matches / decision.references if decision.references else 0.0
    return decision.verified, share, decision.similarity or 0.0
