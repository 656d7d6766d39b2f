"""From a frame to a report: the recipe of live verification."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

from model.verification.attempt import STEADY_FRAMES, Attempt, AttemptState
from model.verification.decision import Decision, Reason, Thresholds, decide
from model.verification.matcher import Matcher
from model.verification.strobe import mean_level
from model.vision.alignment import align
from model.vision.face import Face, TrackingFaceFinder
from model.vision.frame import Frame, RgbImage
from model.vision.quality import FOR_JUDGING, Flaw, assess
from model.vision.tracker import FaceTracker


@dataclass(frozen=True, eq=False, slots=True)
class FrameReport:
    """What was seen and decided about one frame. ``face`` is the one that was judged: the largest.

    ``attempt``: how far the attempt is after it. ``counted``: False for a dark frame between two lit ones,
    which neither adds to the attempt nor breaks it.
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
    """Judges frames against the matcher's references, and counts the attempt that they make.

    A face is followed from frame to frame, and who it is is judged anew in each. Nobody is judged while new
    references are embedded: no frame is kept waiting for it longer than ``patience_s``.
    """

    def __init__(
        self,
        finder: TrackingFaceFinder,
        matcher: Matcher,
        thresholds: Thresholds,
        steady_frames: int = STEADY_FRAMES,
        patience_s: float = math.inf,
    ) -> None:
        self._tracker = FaceTracker(finder)
        self._steady_frames = steady_frames
        self._patience_s = patience_s
        self.matcher = matcher
        self._thresholds = thresholds
        self.begin()

    @property
    def attempt(self) -> AttemptState:
        return self._attempt.state

    @property
    def thresholds(self) -> Thresholds:
        """May be changed between frames; a new attempt begins with them."""
        return self._thresholds

    @thresholds.setter
    def thresholds(self, thresholds: Thresholds) -> None:
        self._thresholds = thresholds
        self.begin()

    def begin(self) -> None:
        """Begin a new attempt. A frame that is being judged now still counts for the old one."""
        self._attempt = Attempt(self._steady_frames)

    def process(self, frame: Frame) -> FrameReport:
        started = time.perf_counter()
        attempt = self._attempt
        faces = self._tracker.find(frame)
        face = faces[0] if faces else None
        crop = align(frame.image, face.landmarks) if face else None
        decision = self.judge(crop, assess(frame.image, face, crop, FOR_JUDGING))
        counted = attempt.add(decision, len(faces), mean_level(frame.image), frame.seconds)
        took_s = time.perf_counter() - started
        return FrameReport(frame, len(faces), face, crop, decision, attempt.state, counted, took_s)

    def judge(self, crop: RgbImage | None, flaws: Sequence[Flaw]) -> Decision:
        """Decide on the crop of a face with these flaws; None: there was no face, and they may say why."""
        references = self.matcher.references
        if references == 0:
            return Decision(Reason.NO_REFERENCES)
        if not self.matcher.embed_pending(self._patience_s):
            return Decision(Reason.EMBEDDING_REFERENCES, references=references, ready=self.matcher.ready)
        if flaws:
            return Decision(Reason(flaws[0].value), references=references)
        if crop is None:
            return Decision(Reason.NO_FACE, references=references)
        return decide(self.matcher.compare(crop), self.thresholds)
