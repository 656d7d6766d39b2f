import pytest

from model.liveness.result import Layer, LayerResult, LayerStatus, LivenessReason
from model.verification.attempt import Attempt, Ending
from model.verification.decision import Decision, Reason
from model.verification.live_attempt import LiveAttempt
from model.verification.observation import Observation
from model.vision.face import Face
from model.vision.frame import Frame
from model.vision.quality import Flaw
from tests.support.fakes import face_at, grey

YES = Decision(Reason.ENOUGH_MATCHES, 9, 10, 0.99)
NO = Decision(Reason.TOO_FEW_MATCHES, 1, 10, 0.40)
NOBODY = Decision(Reason.NO_FACE, references=10)
DARK = Decision(Flaw.TOO_DARK, references=10)


def at_level(decision: Decision, level: int, seconds: float) -> tuple[Frame, Observation, Decision]:
    face = face_at() if decision.compared else None
    seen = Observation([face] if face else [], face, None, ())
    return Frame(grey(level), round(seconds * 1000), seconds), seen, decision


STROBES = {
    "every other frame is dark": ([(YES, 100), (DARK, 26)] * 3, True),
    "two of three frames are dark": ([(YES, 100), (NOBODY, 3), (NOBODY, 3)] * 3, True),
    "three dark frames in a row are too many": ([(YES, 100), *[(NOBODY, 3)] * 3] * 3, False),
    "dark frames alone verify nobody": ([(YES, 100), (YES, 26), (YES, 26)], False),
    "a verifying dark frame does not count": ([(YES, 100), (YES, 26), (YES, 100)], False),
    "another face in a dark frame starts a new run": ([(YES, 100), (NO, 26), (YES, 100), (YES, 100)], False),
    "another face in a lit frame starts a new run": ([(YES, 100), (DARK, 26), (NO, 100), (YES, 100)], False),
    "nobody in a lit frame starts a new run": ([(YES, 100), (DARK, 26), (NOBODY, 100), (YES, 100)], False),
    "half the light is not dark": ([(YES, 100), (DARK, 50), (YES, 100), (YES, 100)], False),
    "dark against one side only": ([(YES, 100), (DARK, 30), (YES, 60), (YES, 60)], False),
    "the light goes out": ([(YES, 100), (YES, 100), (DARK, 20), (DARK, 20), (DARK, 20), (YES, 100)], False),
}


@pytest.mark.parametrize(("frames", "verified"), STROBES.values(), ids=STROBES)
def test_dark_frames_between_lit_ones_neither_count_nor_break_a_run(frames, verified):
    attempt = LiveAttempt(Attempt(3))
    for index, (decision, level) in enumerate(frames):
        attempt.add(*at_level(decision, level, index / 15))
    assert attempt.state.verified is verified


@pytest.mark.parametrize(("gap_s", "verified"), [(0.5, True), (0.6, False), (-1.0, False)])
def test_a_run_continues_across_darkness_of_at_most_half_a_second(gap_s, verified):
    attempt = LiveAttempt(Attempt(2))
    attempt.add(*at_level(YES, 100, 7.0))
    attempt.add(*at_level(DARK, 26, 7.0 + gap_s / 2))
    attempt.add(*at_level(YES, 100, 7.0 + gap_s))
    assert attempt.state.verified is verified


def test_adding_a_dark_frame_between_lit_ones_returns_false():
    attempt = LiveAttempt(Attempt(3))
    counted = [
        attempt.add(*at_level(decision, level, index / 15))
        for index, (decision, level) in enumerate([(YES, 100), (DARK, 20), (YES, 100)])
    ]
    assert counted == [True, False, True]
    assert (attempt.state.frames_judged, attempt.state.longest_run) == (2, 2)


class ScriptedLayer:
    """Returns the given results, and counts frames and restarts."""

    def __init__(self, layer: Layer, *statuses: LayerStatus) -> None:
        self.layer = layer
        self.frames = self.restarts = 0
        self._statuses = statuses

    def restart(self) -> None:
        self.restarts += 1

    def add(self, frame: Frame, face: Face | None) -> LayerResult:
        status = self._statuses[min(self.frames, len(self._statuses) - 1)]
        self.frames += 1
        return LayerResult(self.layer, status, LivenessReason.FLAT)


PASSED, FAILED, GATHERING = LayerStatus.PASSED, LayerStatus.FAILED, LayerStatus.GATHERING


def attempt_with(*layers: ScriptedLayer) -> LiveAttempt:
    return LiveAttempt(Attempt(2, [layer.layer for layer in layers]), layers)


def test_a_check_sees_a_frame_only_once_those_before_it_have_passed():
    first = ScriptedLayer(Layer.FRESHNESS, GATHERING, GATHERING, PASSED)
    second = ScriptedLayer(Layer.DEPTH, PASSED)
    attempt = attempt_with(first, second)
    for index in range(4):
        attempt.add(*at_level(YES, 100, index / 15))
    assert (first.frames, second.frames) == (3, 1)
    assert attempt.state.ending is Ending.VERIFIED


BREAKS = {
    "the face is gone": (NOBODY, 3 / 15),
    "the face was gone for too long": (YES, 2.0),
    "the time goes back": (YES, 0.0),
}


@pytest.mark.parametrize(("decision", "seconds"), BREAKS.values(), ids=BREAKS)
def test_a_break_of_the_track_restarts_every_check_also_one_that_is_waiting(decision, seconds):
    layers = ScriptedLayer(Layer.FRESHNESS, GATHERING), ScriptedLayer(Layer.DEPTH, GATHERING)
    attempt = attempt_with(*layers)
    for index in range(3):
        attempt.add(*at_level(YES, 100, index / 15))
    before = [layer.restarts for layer in layers]
    attempt.add(*at_level(decision, 100, seconds))
    assert [layer.restarts for layer in layers] == [count + 1 for count in before]


def test_a_face_that_jumps_is_another_one():
    layer = ScriptedLayer(Layer.DEPTH, GATHERING)
    attempt = attempt_with(layer)
    frame, seen, _ = at_level(YES, 100, 0.0)
    attempt.add(frame, seen, YES)
    before = layer.restarts
    elsewhere = face_at(left=150)
    attempt.add(Frame(frame.image, 1, 0.05), Observation([elsewhere], elsewhere, None, ()), YES)
    assert layer.restarts == before + 1


def test_a_row_of_refused_frames_restarts_the_checks():
    layer = ScriptedLayer(Layer.DEPTH, GATHERING)
    attempt = attempt_with(layer)
    for index, decision in enumerate([YES, NO, NO, YES]):
        attempt.add(*at_level(decision, 100, index / 15))
    assert layer.restarts == 2


def test_an_attempt_that_ended_checks_no_more_frames_and_notices_that_its_face_goes():
    layer = ScriptedLayer(Layer.DEPTH, FAILED)
    attempt = attempt_with(layer)
    attempt.add(*at_level(YES, 100, 0.0))
    assert attempt.state.ending is Ending.NOT_LIVE
    attempt.add(*at_level(YES, 100, 0.05))
    assert (layer.frames, attempt.has_lost_its_face) == (1, False)
    attempt.add(*at_level(NOBODY, 100, 0.1))
    assert attempt.has_lost_its_face
