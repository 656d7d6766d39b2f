import pytest

from model.verification.attempt import Attempt, AttemptState, FrameEvidence
from model.verification.decision import Decision, Reason
from model.vision.quality import Flaw

YES = Decision(Reason.ENOUGH_MATCHES, 9, 10, 0.99)
NO = Decision(Reason.TOO_FEW_MATCHES, 1, 10, 0.40)
NEARLY = Decision(Reason.TOO_FEW_MATCHES, 4, 10, 0.90)
NOBODY = Decision(Reason.NO_FACE, references=10)
DARK = Decision(Flaw.TOO_DARK, references=10)


def state_after(*decisions: Decision, steady_frames: int = 3, faces: int = 1) -> AttemptState:
    attempt = Attempt(steady_frames)
    for index, decision in enumerate(decisions):
        attempt.add(FrameEvidence(decision, faces, index / 30, continues=index > 0))
    return attempt.state


TABLE = {
    "three in a row": ([YES, YES, YES], True),
    "two are too few": ([YES, YES], False),
    "a refusal in between starts a new run": ([YES, YES, NO, YES, YES], False),
    "a frame without a face starts a new run": ([YES, YES, NOBODY, YES], False),
    "a lit frame that is too dark starts a new run": ([YES, YES, DARK, YES], False),
    "late is early enough": ([NO, NOBODY, YES, YES, YES], True),
    "a refusal comes too late": ([YES, YES, YES, NO], True),
    "nothing seen": ([], False),
}


@pytest.mark.parametrize(("decisions", "verified"), TABLE.values(), ids=TABLE)
def test_three_consecutive_frames_are_needed(decisions, verified):
    assert state_after(*decisions).verified is verified


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
    attempt.add(FrameEvidence(NO, 3, 0.0, continues=False))
    attempt.add(FrameEvidence(NO, 1, 0.1, continues=True))
    assert attempt.state.faces == 3


def test_zero_steady_frames_are_refused():
    with pytest.raises(ValueError, match="Received: steady_frames=0"):
        Attempt(0)
