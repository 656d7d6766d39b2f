"""The lamp check: the light on the face must follow colours that only the window knows in advance."""

from collections.abc import Callable, Sequence

from model.liveness.lamp.regions import RegionLight, region_light
from model.liveness.lamp.response import MAX_DELAY_S, LampResponse, lamp_response
from model.liveness.lamp.sequence import LampShow, random_colours
from model.liveness.lamp.verdict import Verdict, verdict_on
from model.liveness.result import LampColour, Layer, LayerResult, LayerStatus, LivenessReason, Prompt
from model.vision.face import Face
from model.vision.frame import Frame


class Lamp:
    """Asks the window for one colour after another and evaluates what the camera saw. If it cannot tell, it
    starts over with other colours. The window must show ``LayerResult.lamp`` as soon as it can."""

    layer = Layer.LAMP

    def __init__(self, choose_colours: Callable[[], Sequence[LampColour]] = random_colours) -> None:
        self._choose_colours = choose_colours
        self.restart()

    def restart(self) -> None:
        self._verdict: Verdict = (LayerStatus.GATHERING, None)
        self._response: LampResponse | None = None
        self._begin_show()

    def add(self, frame: Frame, face: Face | None) -> LayerResult:
        if face is None or self._is_finished:
            return self._result(None)
        colour = self._show.advance(frame.seconds)
        self._seconds.append(frame.seconds)
        self._lights.append(region_light(frame.image, face))
        if self._show.is_seen(frame.seconds, MAX_DELAY_S):
            self._response = lamp_response(self._show, self._seconds, self._lights)
            self._verdict = verdict_on(self._response)
            colour = None
            if not self._is_finished:
                self._begin_show()
        return self._result(colour)

    @property
    def _is_finished(self) -> bool:
        return self._verdict[0] in (LayerStatus.PASSED, LayerStatus.FAILED)

    def _begin_show(self) -> None:
        self._show = LampShow(self._choose_colours())
        self._seconds: list[float] = []
        self._lights: list[RegionLight] = []

    def _result(self, colour: LampColour | None) -> LayerResult:
        status, reason = self._verdict
        prompt = None if self._is_finished else Prompt.HOLD_STILL
        if reason is LivenessReason.LIGHT_TOO_WEAK:
            prompt = Prompt.DIM_THE_ROOM
        measure = self._response.gain if self._response else None
        return LayerResult(self.layer, status, reason, prompt, colour, measure)
