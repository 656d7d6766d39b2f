"""From a frame to a report: the recipe of live verification."""

import math
import time
from dataclasses import dataclass

from model.verification.decision import Decision, Reason, Thresholds, decide
from model.verification.matcher import Matcher
from model.vision.alignment import align
from model.vision.face import Face, FaceFollower
from model.vision.frame import Frame, RgbImage
from model.vision.quality import FOR_JUDGING, assess
from model.vision.tracker import Tracker


@dataclass(frozen=True, eq=False, slots=True)
class FrameReport:
    """What was seen and decided about one frame. ``face`` is the one that was judged: the largest."""

    frame: Frame
    faces: int
    face: Face | None
    crop: RgbImage | None
    decision: Decision
    judging_seconds: float


class VerificationSession:
    """Judges frames against the matcher's references. ``thresholds`` may be changed between frames.

    A face is followed from frame to frame, and who it is is judged anew in each. Nobody is judged while new
    references are embedded: no frame is kept waiting for it longer than ``patience_s``.
    """

    def __init__(
        self, finder: FaceFollower, matcher: Matcher, thresholds: Thresholds, patience_s: float = math.inf
    ) -> None:
        self._tracker = Tracker(finder)
        self._patience_s = patience_s
        self.matcher = matcher
        self.thresholds = thresholds

    def process(self, frame: Frame) -> FrameReport:
        started = time.perf_counter()
        faces = self._tracker.find(frame)
        face = faces[0] if faces else None
        crop = align(frame.image, face.landmarks) if face else None
        decision = self.judge(face, crop)
        return FrameReport(frame, len(faces), face, crop, decision, time.perf_counter() - started)

    def judge(self, face: Face | None, crop: RgbImage | None) -> Decision:
        """Decide on a face that was found and aligned before; None: there was none."""
        references = self.matcher.references
        if references == 0:
            return Decision(Reason.NO_REFERENCES)
        if not self.matcher.learn(self._patience_s):
            return Decision(Reason.LEARNING, references=references)
        if face is None or crop is None:
            return Decision(Reason.NO_FACE, references=references)
        flaws = assess(face, crop, FOR_JUDGING)
        if flaws:
            return Decision(Reason(flaws[0].value), references=references)
        return decide(self.matcher.compare(crop), self.thresholds)
