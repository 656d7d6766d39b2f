import pytest

from app.doctor.finding import Status, failure
from app.system.subprocess_probe import Outcome, try_out

TIMEOUT_S = 30.0

OUTCOMES = {
    "an answer": ("print('chat'); print('{\"width\": 640}')", Outcome({"width": 640})),
    "a complaint": ("import sys; sys.exit('There is no camera.')", Outcome(None, "There is no camera.")),
    "a missing module": ("import no_such.thing", Outcome(None, missing="no_such")),
    "an exception": ("{}['lens']", Outcome(None, "KeyError: 'lens'")),
    "silence": ("pass", Outcome(None, "It ended with exit code 0.")),
    "a code": ("raise SystemExit(7)", Outcome(None, "It ended with exit code 7.")),
    "nonsense": ("print('hello')", Outcome(None, "Its answer cannot be read.")),
}


@pytest.mark.parametrize(("code", "expected"), OUTCOMES.values(), ids=OUTCOMES)
def test_what_comes_of_a_trial(code: str, expected: Outcome) -> None:
    assert try_out(["-c", code], TIMEOUT_S) == expected


def test_a_crash_of_native_code_ends_the_trial_alone() -> None:
    outcome = try_out(["-c", "import os; os.abort()"], TIMEOUT_S)
    assert outcome.answer is None
    assert "crashed" in outcome.complaint or "exit code" in outcome.complaint


def test_a_process_that_blocks_forever_is_given_up() -> None:
    outcome = try_out(["-c", "import threading; threading.Event().wait()"], 0.2)
    assert outcome == Outcome(None, "It gave no answer within 0.2 s.")


def test_a_failure_says_what_to_do() -> None:
    found = failure("camera", "It gives no picture", Outcome(None, "It crashed."), "Plug it in.")
    assert (found.status, found.sentence, found.next_step) == (
        Status.FAILED,
        "It gives no picture. It crashed.",
        "Plug it in.",
    )
    assert (
        "cv2 is missing"
        in failure("camera", "It gives no picture", Outcome(None, missing="cv2"), "").sentence
    )
