"""An attempt at a camera: each frame goes to the liveness checks, then to the rules."""

from collections.abc import Iterator, Sequence

from model.liveness.layer import LivenessLayer
from model.liveness.result import LayerResult
from model.verification.attempt import Attempt, AttemptState, FrameEvidence
from model.verification.decision import Decision
from model.verification.face_track import FaceTrack
from model.verification.observation import Observation
from model.verification.strobe import FrameLight, StrobeDetector, mean_level
from model.vision.face import Face
from model.vision.frame import Frame


class LiveAttempt:
    """``layers``: the liveness checks that must pass, made for this attempt."""

    def __init__(self, rules: Attempt, layers: Sequence[LivenessLayer] = ()) -> None:
        self._rules = rules
        self._layers = layers
        self._strobe = StrobeDetector()
        self._track = FaceTrack()
        self.face_continues = False
        """Whether the last frame's face continued the track; without checks, any face does: each frame is
        compared anyway."""

    @property
    def state(self) -> AttemptState:
        return self._rules.state

    def add(self, frame: Frame, seen: Observation, decision: Decision) -> bool:
        """Count a frame. Returns False for a dark frame between two lit ones, which does not count. A face
        that was compared and refused counts even in the dark."""
        light = self._strobe.classify(mean_level(frame.image), frame.seconds)
        if light is FrameLight.DARK and (decision.verified or not decision.compared):
            return False
        follows = self._track.follow(frame, seen.face) or not self._layers
        self.face_continues = follows and light is not FrameLight.LIT_AFTER_BREAK
        results = () if self.state.ending else tuple(self._check(frame, seen.face))
        faces = len(seen.faces)
        self._rules.add(FrameEvidence(decision, faces, frame.seconds, self.face_continues, results))
        return True

    def _check(self, frame: Frame, face: Face | None) -> Iterator[LayerResult]:
        """The checks run one after the other: each sees a frame only once those before it have passed, so
        that they do not ask for different things at once."""
        if not self.face_continues or self._rules.refuses:
            for layer in self._layers:
                layer.restart()
        for layer in self._layers:
            result = layer.add(frame, face)
            yield result
            if not result.passed:
                return

    @property
    def has_lost_its_face(self) -> bool:
        """Whether it has ended and the face that ended it has left."""
        return self.state.ending is not None and not self.face_continues

    def finish(self) -> None:
        """There are no more frames."""
        self._rules.finish()
