"""One attempt to verify a person: the rules that turn many frames into one result. Without input or
output."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from model.liveness.result import LampColour, Layer, LayerResult, LayerStatus, LivenessReason, Prompt
from model.verification.decision import Decision, Reason
from model.vision.quality import Flaw

STEADY_FRAMES = 3
"""The default number of consecutive frames that must verify."""


UNTRUSTED_CAMERA = frozenset({LivenessReason.VIRTUAL_CAMERA, LivenessReason.OTHER_CAMERA})


class Ending(StrEnum):
    """How an attempt ended. All but ``VERIFIED`` mean *not verified*."""

    VERIFIED = "verified"
    NOT_SAME = "not the same face"
    NOT_LIVE = "liveness failed"
    CANNOT_TELL = "liveness could not be checked"
    NOT_JUDGED = "no face could be compared"

    @property
    def counts_as_try(self) -> bool:
        """Whether it counts towards a lockout: a face was compared and refused, or was not alive."""
        return self in (Ending.NOT_SAME, Ending.NOT_LIVE)


@dataclass(frozen=True, slots=True)
class FrameEvidence:
    """What one frame adds to an attempt. ``continues``: whether its face continues the track of the frame
    before. ``liveness``: the result of each liveness check after this frame."""

    decision: Decision
    faces: int
    seconds: float
    continues: bool
    liveness: tuple[LayerResult, ...] = ()


@dataclass(frozen=True, slots=True)
class AttemptState:
    """``verified``: enough consecutive frames verify, and every required liveness check has passed.
    ``longest_run`` is the most frames in a row that did. ``decision`` is the verifying one, else the most
    similar one, else the most frequent reason why nothing was compared. ``ending``: None while the attempt
    continues. ``liveness``: the latest result of each required check. ``seconds`` since the first frame."""

    verified: bool
    decision: Decision
    faces: int
    frames_judged: int
    longest_run: int
    liveness: tuple[LayerResult, ...] = ()
    ending: Ending | None = None
    seconds: float = 0.0
    identity_steady: bool = False
    """Whether the face is compared and matches, up to the last frame, regardless of the liveness checks."""

    @property
    def compared(self) -> bool:
        """Whether the face of any frame was compared with references."""
        return self.decision.compared

    @property
    def prompt(self) -> Prompt | None:
        """What the user should do now."""
        return (
            None if self.ending else next((result.prompt for result in self.liveness if result.prompt), None)
        )

    @property
    def lamp(self) -> LampColour | None:
        """The colour that the window must show now."""
        return None if self.ending else next((result.lamp for result in self.liveness if result.lamp), None)

    @property
    def liveness_reason(self) -> LivenessReason | None:
        """Of a failed check, else of the first that has not passed."""
        failed = [result for result in self.liveness if result.failed]
        waiting = failed or [result for result in self.liveness if not result.passed]
        return (waiting[0].reason or LivenessReason.NOT_FINISHED) if waiting else None

    @property
    def reason(self) -> Reason | Flaw | LivenessReason:
        """Why the attempt ended as it did, or would end now."""
        if self.ending in (Ending.NOT_LIVE, Ending.CANNOT_TELL) and self.liveness_reason:
            return self.liveness_reason
        return self.decision.reason


class Attempt:
    """The rules, in order. An unknown never helps.

    1. An ending is final: later frames change nothing.
    2. A liveness check that fails ends the attempt, whatever else the frame shows. It does not count as a try
    if only the camera is not trusted, because no face was judged. 3. Identity and liveness must be shown by
    one unbroken track of a face. A break starts the evidence over, and so do ``steady_frames`` compared
    frames in a row that are refused. 4. The person is verified once ``steady_frames`` consecutive frames
    verify and every required check has passed, both up to the same frame. A required check without a result
    has not passed. 5. When the time is up, the attempt ends as not verified.

    With ``stays_open`` the attempt does not end when the person is verified: ``verified`` then holds for the
    last frame only.
    """

    def __init__(
        self,
        steady_frames: int,
        required: Sequence[Layer] = (),
        limit_s: float = math.inf,
        *,
        stays_open: bool = False,
    ) -> None:
        if steady_frames < 1:
            raise ValueError(f"An attempt needs at least one frame. Received: steady_frames={steady_frames}")
        self._steady_frames = steady_frames
        self._required = tuple(required)
        self._limit_s = limit_s
        self._stays_open = stays_open
        self._ending: Ending | None = None
        self._liveness = tuple(LayerResult(layer, LayerStatus.GATHERING) for layer in required)
        self._run = self._longest_run = self._refused_run = 0
        self._first_s: float | None = None
        self._seconds = 0.0
        self._frames = self._faces = 0
        self._best: Decision | None = None
        self._not_compared: Counter[Reason | Flaw] = Counter()

    @property
    def state(self) -> AttemptState:
        return AttemptState(
            verified=self._ending is Ending.VERIFIED or (self._stays_open and self._holds),
            decision=self._best or self._most_frequent_reason(),
            faces=self._faces,
            frames_judged=self._frames,
            longest_run=self._longest_run,
            liveness=self._liveness,
            ending=self._ending,
            seconds=self._seconds,
            identity_steady=self._run >= self._steady_frames,
        )

    @property
    def refuses(self) -> bool:
        """Whether ``steady_frames`` frames in a row were refused. The next face counts as another one."""
        return self._refused_run >= self._steady_frames

    def add(self, evidence: FrameEvidence) -> None:
        if self._ending is not None:
            return
        self._count(evidence)
        self._liveness = tuple(_result_of(layer, evidence.liveness) for layer in self._required)
        if failed := [result.reason for result in self._liveness if result.failed]:
            untrusted = UNTRUSTED_CAMERA.issuperset(failed)
            self._ending = Ending.CANNOT_TELL if untrusted else Ending.NOT_LIVE
        elif not self._seconds <= self._limit_s:
            self.finish()
        elif self._holds and not self._stays_open:
            self._ending = Ending.VERIFIED

    def finish(self) -> None:
        """End the attempt now, because there are no more frames or the time is up."""
        if self._ending is None:
            self._ending = self._ending_by_now()

    @property
    def _holds(self) -> bool:
        live = all(result.passed for result in self._liveness)
        return self._ending is None and self._run >= self._steady_frames and live

    def _count(self, evidence: FrameEvidence) -> None:
        decision = evidence.decision
        self._frames += 1
        self._faces = max(self._faces, evidence.faces)
        self._first_s = evidence.seconds if self._first_s is None else self._first_s
        self._seconds = evidence.seconds - self._first_s
        self._count_runs(decision, evidence.continues)
        if not decision.compared:
            self._not_compared[decision.reason] += 1
        elif self._best is None or _rank(decision) >= _rank(self._best):
            self._best = decision

    def _count_runs(self, decision: Decision, continues: bool) -> None:
        if not continues:
            self._run = self._refused_run = 0
        self._run = self._run + 1 if decision.verified else 0
        self._longest_run = max(self._longest_run, self._run)
        if decision.compared:
            self._refused_run = 0 if decision.verified else self._refused_run + 1

    def _ending_by_now(self) -> Ending:
        if self._best is None:
            return Ending.NOT_JUDGED
        return Ending.CANNOT_TELL if self._lacks_liveness_only() else Ending.NOT_SAME

    def _lacks_liveness_only(self) -> bool:
        return self._longest_run >= self._steady_frames and not all(
            result.passed for result in self._liveness
        )

    def _most_frequent_reason(self) -> Decision:
        return Decision(self._not_compared.most_common(1)[0][0] if self._not_compared else Reason.NO_FACE)


def _result_of(layer: Layer, results: Sequence[LayerResult]) -> LayerResult:
    """The worst of its results; none at all, or an invalid measure, has not passed."""
    found = [result for result in results if result.layer is layer]
    if not found:
        return LayerResult(layer, LayerStatus.CANNOT_TELL, LivenessReason.NOT_FINISHED)
    worst = next((result for result in found if result.failed), None)
    worst = worst or next((result for result in found if not result.passed), found[0])
    if worst.passed and worst.measure is not None and not math.isfinite(worst.measure):
        return LayerResult(layer, LayerStatus.CANNOT_TELL, LivenessReason.INVALID_MEASURE)
    return worst


def _rank(decision: Decision) -> tuple[bool, float, float]:
    share = decision.matches / decision.references if decision.references else 0.0
    return decision.verified, share, decision.similarity or 0.0
