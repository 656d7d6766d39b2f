"""The depth check: pass a face whose texture moves like a head, fail one that moves like a sheet."""

from collections.abc import Callable

from model.liveness.depth.head_turn import Turn, TurnCheck, random_turn
from model.liveness.depth.measurement import DepthMeasurement
from model.liveness.result import Layer, LayerResult, LayerStatus, LivenessReason, Prompt
from model.vision.face import Face
from model.vision.frame import Frame

MIN_EYE_DISTANCE_PX = 32.0
"""Smaller faces show too little texture."""
STILL_AFTER_S = 2.0
"""Without enough motion for this long, the user is asked to turn the head."""
TURN_TIMEOUT_S = 4.0
"""After this time without depth, another turn is asked for."""


class Depth:
    """Passive at first. When the head is too still, it asks for a turn in a random direction, and then passes
    only after that turn was done. Once passed, it stays so until the track breaks."""

    layer = Layer.DEPTH

    def __init__(self, choose_turn: Callable[[], Turn] = random_turn) -> None:
        self._choose_turn = choose_turn
        self._track = _DepthOfTrack(choose_turn)

    def restart(self) -> None:
        self._track = _DepthOfTrack(self._choose_turn)

    def add(self, frame: Frame, face: Face | None) -> LayerResult:
        if face is None:
            return LayerResult(self.layer, LayerStatus.GATHERING)
        return self._track.add(frame, face)


class _DepthOfTrack:
    """The depth of one unbroken face track."""

    def __init__(self, choose_turn: Callable[[], Turn]) -> None:
        self._choose_turn = choose_turn
        self._measured = DepthMeasurement()
        self._begin_s: float | None = None
        self._turn: TurnCheck | None = None
        self._turn_s = 0.0
        self._passed = False

    def add(self, frame: Frame, face: Face) -> LayerResult:
        if self._passed:
            return self._result(LayerStatus.PASSED)
        if face.eye_distance < MIN_EYE_DISTANCE_PX:
            return self._too_few_details()
        self._measured.add(frame, face)
        self._follow_turn(frame.seconds, face)
        if self._measured.is_flat:
            return self._result(LayerStatus.FAILED, LivenessReason.FLAT)
        self._passed = self._measured.is_deep and (self._turn is None or self._turn.done)
        return self._result(LayerStatus.PASSED) if self._passed else self._unfinished()

    def _follow_turn(self, seconds: float, face: Face) -> None:
        """Ask for a turn after a while without depth, and for another one if that shows no depth either."""
        self._begin_s = seconds if self._begin_s is None else self._begin_s
        if self._turn is None:
            if seconds - self._begin_s >= STILL_AFTER_S and not self._measured.is_deep:
                self._ask(seconds)
            return
        self._turn.add(face)
        if self._turn.wrong or seconds - self._turn_s >= TURN_TIMEOUT_S:
            self._ask(seconds)

    def _ask(self, seconds: float) -> None:
        self._turn, self._turn_s = TurnCheck(self._choose_turn()), seconds
        self._measured.forget_depth()

    def _unfinished(self) -> LayerResult:
        if not self._measured.has_details:
            return self._too_few_details()
        if self._turn is None:
            return self._result(LayerStatus.GATHERING, LivenessReason.TOO_STILL)
        reason = LivenessReason.TOO_STILL if self._turn.done else LivenessReason.NOT_TURNED
        return self._result(LayerStatus.CANNOT_TELL, reason, self._turn.turn.prompt)

    def _too_few_details(self) -> LayerResult:
        return self._result(LayerStatus.CANNOT_TELL, LivenessReason.TOO_FEW_DETAILS, Prompt.MOVE_CLOSER)

    def _result(
        self, status: LayerStatus, reason: LivenessReason | None = None, prompt: Prompt | None = None
    ) -> LayerResult:
        return LayerResult(Layer.DEPTH, status, reason, prompt, measure=self._measured.value)
