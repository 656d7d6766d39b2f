"""An attempt at a camera: what each frame shows goes to the liveness checks, then to the rules."""

from collections.abc import Sequence

from model.liveness.layer import LivenessLayer
from model.verification.attempt import Attempt, AttemptState, FrameEvidence
from model.verification.decision import Decision
from model.verification.face_track import FaceTrack
from model.verification.observation import Observation
from model.verification.strobe import FrameLight, StrobeDetector, mean_level
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
        same_face = self.face_continues and not self._rules.refuses
        ended = self.state.ending is not None
        results = (
            [] if ended else [layer.add(frame, seen.face, continues=same_face) for layer in self._layers]
        )
        self._rules.add(
            FrameEvidence(decision, len(seen.faces), frame.seconds, self.face_continues, tuple(results))
        )
        return True

    @property
    def has_lost_its_face(self) -> bool:
        """Whether it has ended, and the face that ended it is no longer there."""
        return self.state.ending is not None and not self.face_continues

    def finish(self) -> None:
        """No more frames come."""
        self._rules.finish()
