"""A small simulator of an attacker who decides what each frame shows."""

from dataclasses import dataclass

from hypothesis import strategies as st

from model.liveness.result import Layer, LayerResult, LayerStatus, LivenessReason
from model.verification.attempt import Attempt, AttemptState, FrameEvidence
from model.verification.decision import Decision, Reason
from model.vision.quality import Flaw

LAYERS = (Layer.FRESHNESS, Layer.DEPTH)
YES = Decision(Reason.ENOUGH_MATCHES, 9, 10, 0.99)
NO = Decision(Reason.TOO_FEW_MATCHES, 1, 10, 0.40)
NOBODY = Decision(Reason.NO_FACE, references=10)
DARK = Decision(Flaw.TOO_DARK, references=10)


@dataclass(frozen=True, slots=True)
class Shown:
    """One frame of the attack. ``statuses``: what each layer of ``LAYERS`` says; None: nothing at all."""

    decision: Decision = YES
    continues: bool = True
    statuses: tuple[LayerStatus | None, ...] = (LayerStatus.PASSED, LayerStatus.PASSED)
    measure: float | None = None
    gap_s: float = 1 / 30

    @property
    def perfect(self) -> bool:
        """Whether it matches and every check passes with a valid measure."""
        valid = self.measure is None or abs(self.measure) < float("inf")
        return self.decision.verified and valid and set(self.statuses) == {LayerStatus.PASSED}

    def evidence(self, seconds: float) -> FrameEvidence:
        results = tuple(
            LayerResult(layer, status, LivenessReason.FLAT, measure=self.measure)
            for layer, status in zip(LAYERS, self.statuses, strict=True)
            if status is not None
        )
        return FrameEvidence(self.decision, 1, seconds, self.continues, results)


def shown_frames() -> st.SearchStrategy[Shown]:
    statuses = st.sampled_from([None, *LayerStatus])
    return st.builds(
        Shown,
        decision=st.sampled_from([YES, YES, NO, NOBODY, DARK]),
        continues=st.sampled_from([True, True, True, False]),
        statuses=st.one_of(st.just((LayerStatus.PASSED,) * 2), st.tuples(statuses, statuses)),
        measure=st.sampled_from([None, 0.02, float("nan"), float("inf")]),
        gap_s=st.sampled_from([0.0, 1 / 30, 1 / 30, 1.0, -1.0, float("nan")]),
    )


def mount(attempt: Attempt, frames: list[Shown]) -> list[AttemptState]:
    """Show ``frames`` to ``attempt``. Returns its state after each."""
    states, seconds = [], 0.0
    for frame in frames:
        seconds += frame.gap_s
        attempt.add(frame.evidence(seconds))
        states.append(attempt.state)
    return states
