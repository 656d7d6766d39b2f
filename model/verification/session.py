"""Live verification: from a frame to a report."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

from model.runtime.similarity_head import Embedding
from model.verification.attempt import AttemptState
from model.verification.attempt_plan import DEFAULT_PLAN, AttemptPlan
from model.verification.decision import Decision, Reason, Thresholds, decide
from model.verification.live_attempt import LiveAttempt
from model.verification.matcher import Matcher
from model.verification.observation import observe
from model.verification.tries import UNLIMITED, AttemptTries, Tries
from model.vision.face import Face, TrackingFaceFinder
from model.vision.frame import Frame, RgbImage
from model.vision.quality import VERIFICATION_LIMITS, Flaw
from model.vision.tracker import FaceTracker


@dataclass(frozen=True, eq=False, slots=True)
class Evidence:
    """A face that was compared with references."""

    crop: RgbImage
    embedding: Embedding


@dataclass(frozen=True, eq=False, slots=True)
class FrameReport:
    """The faces of one frame and the decision. ``face`` is the one that was judged: the largest.

    ``attempt`` includes this frame. ``counted`` is False for a dark frame between two lit ones, which neither
    continues the attempt's run nor breaks it. ``evidence``: the last face that was compared before the
    attempt ended.
    """

    frame: Frame
    faces: int
    face: Face | None
    crop: RgbImage | None
    decision: Decision
    attempt: AttemptState
    counted: bool
    judging_seconds: float
    evidence: Evidence | None = None
    thresholds: Thresholds | None = None
    """Of the attempt."""


class VerificationSession:
    """Judges frames against the matcher's references, and counts them in an attempt.

    A face is tracked from frame to frame, and its identity is checked in each. No face is verified while
    new references are loaded or embedded; embedding delays a frame by about ``embedding_budget_s``.

    Other thresholds and other references act from the next frame on, and cost no try: an attempt that has
    ended keeps its result, and one that is running starts over within the same try.
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
        self._tries = AttemptTries(tries, stays_open=plan.stays_open)
        self._embedding_budget_s = embedding_budget_s
        self._matcher = matcher
        self._loads_references = False
        self._thresholds = self._attempt_thresholds = thresholds
        self._attempt = plan.begin()
        self._compared: Evidence | None = None
        self._evidence: tuple[LiveAttempt, Evidence] | None = None

    @property
    def attempt(self) -> AttemptState:
        return self._attempt.state

    @property
    def thresholds(self) -> Thresholds:
        """May be set between frames."""
        return self._thresholds

    @thresholds.setter
    def thresholds(self, thresholds: Thresholds) -> None:
        self._thresholds = thresholds
        self._start_over()

    @property
    def matcher(self) -> Matcher:
        return self._matcher

    def suspend(self) -> None:
        """The references are being loaded again: compare no face until ``compare_with``."""
        self._loads_references = True

    def compare_with(self, matcher: Matcher) -> None:
        """Use the references of ``matcher`` from the next frame on."""
        self._matcher = matcher
        self._start_over()
        self._loads_references = False

    def begin(self) -> None:
        """Begin a new attempt, and with it another try. A frame that is being judged still counts for the old
        attempt."""
        self._tries.begin()
        self._begin_attempt()

    def finish(self) -> AttemptState:
        """End the attempt, because there are no more frames or the time is up. Returns its final state.
        Raises OSError when the try cannot be counted."""
        self._attempt.finish()
        self._tries.update(self._attempt.state)
        return self._attempt.state

    def process(self, frame: Frame) -> FrameReport:
        """Raises OSError when the try cannot be counted."""
        started = time.perf_counter()
        attempt, thresholds = self._attempt, self._attempt_thresholds
        has_ended = attempt.state.ending is not None
        seen = observe(frame, self._tracker, VERIFICATION_LIMITS)
        self._compared = None
        decision = self.judge(seen.crop, seen.flaws)
        if self._compared and not has_ended:
            self._evidence = attempt, self._compared
        counted = attempt.add(frame, seen, decision)
        self._tries.update(attempt.state)
        if self._plan.stays_open and attempt.has_lost_its_face:
            self.begin()
        seconds = time.perf_counter() - started
        return FrameReport(
            frame,
            len(seen.faces),
            seen.face,
            seen.crop,
            decision,
            attempt.state,
            counted,
            seconds,
            self._evidence[1] if self._evidence and self._evidence[0] is attempt else None,
            thresholds,
        )

    def judge(self, crop: RgbImage | None, flaws: Sequence[Flaw]) -> Decision:
        """Decide on the crop of a face with these flaws; None without a face, when they may say why."""
        matcher = self._matcher
        if self._loads_references:
            return Decision(Reason.EMBEDDING_REFERENCES, references=matcher.references)
        decision = self._judge_with(matcher, crop, flaws)
        replaced = self._loads_references or matcher is not self._matcher
        if replaced and decision.verified:
            return Decision(Reason.EMBEDDING_REFERENCES, references=matcher.references)
        return decision

    def _judge_with(self, matcher: Matcher, crop: RgbImage | None, flaws: Sequence[Flaw]) -> Decision:
        references = matcher.references
        if references == 0:
            return Decision(Reason.NO_REFERENCES)
        if not matcher.embed_pending(self._embedding_budget_s):
            return Decision(Reason.EMBEDDING_REFERENCES, references=references, ready=matcher.ready)
        if flaws:
            return Decision(flaws[0], references=references)
        if crop is None:
            return Decision(Reason.NO_FACE, references=references)
        if not self._tries.admit():
            return Decision(Reason.LOCKED_OUT, references=references)
        comparison = matcher.compare_with_counters(crop)
        self._compared = Evidence(crop, comparison.embedding)
        return decide(comparison.similarities, self.thresholds, comparison.counter_similarity)

    def _start_over(self) -> None:
        """What a running attempt has shown does not count any more."""
        if self._attempt.state.ending is None:
            self._begin_attempt()

    def _begin_attempt(self) -> None:
        self._attempt, self._attempt_thresholds = self._plan.begin(), self._thresholds
