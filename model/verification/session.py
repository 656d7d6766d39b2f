"""Live verification: from a frame to a report."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

from model.verification.attempt import AttemptState
from model.verification.attempt_plan import DEFAULT_PLAN, AttemptPlan
from model.verification.decision import Decision, Reason, Thresholds, decide
from model.verification.matcher import Matcher
from model.verification.observation import observe
from model.verification.tries import UNLIMITED, AttemptTries, Tries
from model.vision.face import Face, TrackingFaceFinder
from model.vision.frame import Frame, RgbImage
from model.vision.quality import VERIFICATION_LIMITS, Flaw
from model.vision.tracker import FaceTracker


@dataclass(frozen=True, eq=False, slots=True)
class FrameReport:
    """The faces of one frame and the decision. ``face`` is the one that was judged: the largest.

    ``attempt`` includes this frame. ``counted`` is False for a dark frame between two lit ones, which neither
    continues the attempt's run nor breaks it.
    """

    frame: Frame
    faces: int
    face: Face | None
    crop: RgbImage | None
    decision: Decision
    attempt: AttemptState
    counted: bool
    judging_seconds: float


class VerificationSession:
    """Judges frames against the matcher's references, and counts them in an attempt.

    A face is tracked from frame to frame, and its identity is checked in each. No face is verified while
    new references are embedded; embedding delays a frame by about ``embedding_budget_s``.
    """

    def __init__(
        self,
        finder: TrackingFaceFinder,
        matcher: Matcher,
        thresholds: Thresholds,
        plan: AttemptPlan = DEFAULT_PLAN,
        embedding_budget_s: float = math.inf,
        tries: Tries = UNLIMITED,
    ) -> None:
        self._tracker = FaceTracker(finder)
        self._plan = plan
        self._tries = AttemptTries(tries)
        self._embedding_budget_s = embedding_budget_s
        self.matcher = matcher
        self._thresholds = thresholds
        self._attempt = plan.begin()

    @property
    def attempt(self) -> AttemptState:
        return self._attempt.state

    @property
    def thresholds(self) -> Thresholds:
        """May be set between frames; this begins a new attempt, within the same try."""
        return self._thresholds

    @thresholds.setter
    def thresholds(self, thresholds: Thresholds) -> None:
        self._thresholds = thresholds
        self._attempt = self._plan.begin()

    def begin(self) -> None:
        """Begin a new attempt, and with it another try. A frame that is being judged still counts for the old
        attempt."""
        self._tries.begin()
        self._attempt = self._plan.begin()

    def finish(self) -> AttemptState:
        """End the attempt, because no more frames come or the time is up. Returns its final state. Raises
        OSError when the try cannot be counted."""
        self._attempt.finish()
        self._tries.update(self._attempt.state)
        return self._attempt.state

    def process(self, frame: Frame) -> FrameReport:
        """Raises OSError when the try cannot be counted."""
        started = time.perf_counter()
        attempt = self._attempt
        seen = observe(frame, self._tracker, VERIFICATION_LIMITS)
        decision = self.judge(seen.crop, seen.flaws)
        counted = attempt.add(frame, seen, decision)
        self._tries.update(attempt.state)
        if self._plan.stays_open and attempt.has_lost_its_face:
            self.begin()
        seconds = time.perf_counter() - started
        return FrameReport(
            frame, len(seen.faces), seen.face, seen.crop, decision, attempt.state, counted, seconds
        )

    def judge(self, crop: RgbImage | None, flaws: Sequence[Flaw]) -> Decision:
        """Decide on the crop of a face with these flaws; None without a face, when they may say why."""
        references = self.matcher.references
        if references == 0:
            return Decision(Reason.NO_REFERENCES)
        if not self.matcher.embed_pending(self._embedding_budget_s):
            return Decision(Reason.EMBEDDING_REFERENCES, references=references, ready=self.matcher.ready)
        if flaws:
            return Decision(flaws[0], references=references)
        if crop is None:
            return Decision(Reason.NO_FACE, references=references)
        if not self._tries.admit():
            return Decision(Reason.LOCKED_OUT, references=references)
        return decide(self.matcher.compare(crop), self.thresholds)
