"""One attempt to verify a person: many frames, one result."""

from collections import Counter
from dataclasses import dataclass

from model.verification.decision import Decision, Reason
from model.verification.strobe import FrameLight, MeanLevel, StrobeDetector
from model.vision.quality import Flaw

STEADY_FRAMES = 3
"""The default number of consecutive frames that must verify."""


@dataclass(frozen=True, slots=True)
class AttemptState:
    """``verified``: enough consecutive frames verify, up to the last one; ``longest_run`` is the most that
    did. ``decision`` is the verifying one, else the most similar one, else the most frequent reason why
    nothing was compared."""

    verified: bool
    decision: Decision
    faces: int
    frames_judged: int
    longest_run: int

    @property
    def compared(self) -> bool:
        """Whether the face of any frame was compared with references."""
        return self.decision.compared


class Attempt:
    """Verified once ``steady_frames`` consecutive frames verify: one lucky frame is not enough."""

    def __init__(self, steady_frames: int) -> None:
        if steady_frames < 1:
            raise ValueError(f"An attempt needs at least one frame. Received: steady_frames={steady_frames}")
        self._steady_frames = steady_frames
        self._strobe = StrobeDetector()
        self._run = 0
        self._longest_run = 0
        self._frames = 0
        self._faces = 0
        self._best: Decision | None = None
        self._not_compared: Counter[Reason | Flaw] = Counter()

    @property
    def state(self) -> AttemptState:
        verified = self._run >= self._steady_frames
        decision = self._best or self._most_frequent_reason()
        return AttemptState(verified, decision, self._faces, self._frames, self._longest_run)

    def add(self, decision: Decision, faces: int, level: MeanLevel, seconds: float) -> bool:
        """Count a frame of this mean ``level``, taken at ``seconds``. Return False for a dark frame between
        two lit ones, which does not count. A face that was compared and refused counts even in the dark."""
        light = self._strobe.classify(level, seconds)
        if light is FrameLight.LIT_AFTER_BREAK:
            self._run = 0
        if light is FrameLight.DARK and (decision.verified or not decision.compared):
            return False
        self._count(decision, faces)
        return True

    def _count(self, decision: Decision, faces: int) -> None:
        self._frames += 1
        self._faces = max(self._faces, faces)
        self._run = self._run + 1 if decision.verified else 0
        self._longest_run = max(self._longest_run, self._run)
        if not decision.compared:
            self._not_compared[decision.reason] += 1
        elif self._best is None or _rank(decision) >= _rank(self._best):
            self._best = decision

    def _most_frequent_reason(self) -> Decision:
        return Decision(self._not_compared.most_common(1)[0][0] if self._not_compared else Reason.NO_FACE)


def _rank(decision: Decision) -> tuple[bool, float, float]:
    share = decision.matches / decision.references if decision.references else 0.0
    return decision.verified, share, decision.similarity or 0.0
