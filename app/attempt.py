"""One attempt to verify: many frames, one answer."""

from collections import Counter
from dataclasses import dataclass

from model.verification.decision import Decision, Reason
from model.verification.session import FrameReport


@dataclass(frozen=True, slots=True)
class Outcome:
    """``decision`` is the verifying one, or the most similar one that was not enough, or the commonest reason
    why nothing could be compared. ``verified`` also asks that it held for enough frames."""

    verified: bool
    decision: Decision
    faces: int
    frames_judged: int

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
        self._in_a_row = 0
        self._frames = 0
        self._faces = 0
        self._best: Decision | None = None
        self._obstacles: Counter[Reason] = Counter()

    @property
    def verified(self) -> bool:
        return self._in_a_row >= self._steady_frames

    def add(self, report: FrameReport) -> None:
        decision = report.decision
        self._frames += 1
        self._faces = max(self._faces, report.faces)
        self._in_a_row = self._in_a_row + 1 if decision.verified else 0
        if not decision.compared:
            self._obstacles[decision.reason] += 1
        elif self._best is None or _rank(decision) >= _rank(self._best):
            self._best = decision

    def outcome(self) -> Outcome:
        return Outcome(self.verified, self._best or self._obstacle(), self._faces, self._frames)

    def _obstacle(self) -> Decision:
        return Decision(self._obstacles.most_common(1)[0][0] if self._obstacles else Reason.NO_FACE)


def _rank(decision: Decision) -> tuple[bool, float, float]:
    share = decision.matches / decision.references if decision.references else 0.0
    return decision.verified, share, decision.similarity or 0.0
