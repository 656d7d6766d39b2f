import pytest

from model.verification.attempt import Attempt, AttemptState
from model.verification.decision import Decision, Reason
from model.vision.quality import Flaw

YES = Decision(Reason.ENOUGH_MATCHES, 9, 10, 0.99)
NO = Decision(Reason.TOO_FEW_MATCHES, 1, 10, 0.40)
NEARLY = Decision(Reason.TOO_FEW_MATCHES, 4, 10, 0.90)
NOBODY = Decision(Reason.NO_FACE, references=10)
DARK = Decision(Flaw.TOO_DARK, references=10)
LIT_LEVEL, DARK_LEVEL = 100.0, 26.0


def state_after(*decisions: Decision, steady_frames: int = 3, faces: int = 1) -> AttemptState:
    attempt = Attempt(steady_frames)
    for index, decision in enumerate(decisions):
        attempt.add(decision, faces, LIT_LEVEL, index / 30)
    return attempt.state


TABLE = {
    "three in a row": ([YES, YES, YES], True),
    "two are too few": ([YES, YES], False),
    "a refusal in between starts a new run": ([YES, YES, NO, YES, YES], False),
    "a frame without a face starts a new run": ([YES, YES, NOBODY, YES], False),
    "a lit frame that is too dark starts a new run": ([YES, YES, DARK, YES], False),
    "late is early enough": ([NO, NOBODY, YES, YES, YES], True),
    "what was verified is refused later": ([YES, YES, YES, NO], False),
    "nothing seen": ([], False),
}


@pytest.mark.parametrize(("decisions", "verified"), TABLE.values(), ids=TABLE)
def test_three_consecutive_frames_are_needed(decisions, verified):
    assert state_after(*decisions).verified is verified


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
    attempt = Attempt(3)
    for index, (decision, level) in enumerate(frames):
        attempt.add(decision, 1, float(level), index / 15)
    assert attempt.state.verified is verified


@pytest.mark.parametrize(("gap_s", "verified"), [(0.5, True), (0.6, False), (-1.0, False)])
def test_a_run_continues_across_darkness_of_at_most_half_a_second(gap_s, verified):
    attempt = Attempt(2)
    attempt.add(YES, 1, LIT_LEVEL, 7.0)
    attempt.add(DARK, 0, DARK_LEVEL, 7.0 + gap_s / 2)
    attempt.add(YES, 1, LIT_LEVEL, 7.0 + gap_s)
    assert attempt.state.verified is verified


def test_adding_a_dark_frame_between_lit_ones_returns_false():
    attempt = Attempt(3)
    counted = [
        attempt.add(decision, 1, level, index / 15)
        for index, (decision, level) in enumerate([(YES, 100.0), (DARK, 20.0), (YES, 100.0)])
    ]
    assert counted == [True, False, True]
    assert (attempt.state.frames_judged, attempt.state.longest_run) == (2, 2)


def test_the_state_holds_the_most_similar_refusal():
    state = state_after(NO, NEARLY, NO, NOBODY)
    assert (state.decision, state.compared, state.frames_judged) == (NEARLY, True, 4)


def test_the_state_holds_the_longest_run():
    assert state_after(YES, YES, NO, YES).longest_run == 2


def test_without_a_comparison_the_state_holds_the_most_frequent_reason():
    state = state_after(DARK, NOBODY, DARK)
    assert (state.decision.reason, state.compared) == (Flaw.TOO_DARK, False)


def test_the_state_holds_the_largest_number_of_faces():
    attempt = Attempt(1)
    attempt.add(NO, 3, LIT_LEVEL, 0.0)
    attempt.add(NO, 1, LIT_LEVEL, 0.1)
    assert attempt.state.faces == 3


def test_zero_steady_frames_are_refused():
    with pytest.raises(ValueError, match="Received: steady_frames=0"):
        Attempt(0)
