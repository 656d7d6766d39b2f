import pytest

from app.attempt import Attempt
from model.verification.decision import Decision, Reason
from model.verification.session import FrameReport
from tests.fakes import frame_of, grey

YES = Decision(Reason.ENOUGH_MATCHES, 9, 10, 0.99)
NO = Decision(Reason.TOO_FEW_MATCHES, 1, 10, 0.40)
NEARLY = Decision(Reason.TOO_FEW_MATCHES, 4, 10, 0.90)
NOBODY = Decision(Reason.NO_FACE, references=10)
DARK = Decision(Reason.TOO_DARK, references=10)


def report(decision: Decision, faces: int = 1) -> FrameReport:
    return FrameReport(frame_of(grey()), faces, None, None, decision, 0.01)


TABLE = {
    "three in a row": ([YES, YES, YES], True),
    "two are too few": ([YES, YES], False),
    "a refusal in between starts anew": ([YES, YES, NO, YES, YES], False),
    "a frame without a face starts anew": ([YES, YES, NOBODY, YES], False),
    "late is early enough": ([NO, NOBODY, YES, YES, YES], True),
    "nothing seen": ([], False),
}


@pytest.mark.parametrize(("decisions", "verified"), TABLE.values(), ids=TABLE)
def test_three_frames_in_a_row_are_needed(decisions, verified):
    attempt = Attempt(3)
    for decision in decisions:
        attempt.add(report(decision))
    assert attempt.verified is attempt.outcome().verified is verified


def test_the_nearest_refusal_is_told():
    attempt = Attempt(3)
    for decision in (NO, NEARLY, NO, NOBODY):
        attempt.add(report(decision))
    outcome = attempt.outcome()
    assert (outcome.decision, outcome.compared, outcome.frames_judged) == (NEARLY, True, 4)


def test_without_a_comparison_the_commonest_obstacle_is_told():
    attempt = Attempt(1)
    for decision in (DARK, NOBODY, DARK):
        attempt.add(report(decision))
    outcome = attempt.outcome()
    assert (outcome.decision.reason, outcome.compared) == (Reason.TOO_DARK, False)


def test_the_most_faces_seen_are_told():
    attempt = Attempt(1)
    attempt.add(report(NO, faces=3))
    attempt.add(report(NO, faces=1))
    assert attempt.outcome().faces == 3


def test_no_steady_frames_would_verify_anybody():
    with pytest.raises(ValueError, match="Received: steady_frames=0"):
        Attempt(0)
