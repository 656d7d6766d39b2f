import pytest

from model.verification.attempt import Attempt
from model.verification.decision import Decision, Reason
from model.verification.live_attempt import LiveAttempt
from model.verification.observation import Observation
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
