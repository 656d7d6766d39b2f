import pytest

from app.doctor.finding import Status, failed_probe
from app.system.subprocess_probe import ProbeResult, run_probe

TIMEOUT_S = 30.0

OUTCOMES = {
    "an answer": ("print('chat'); print('{\"width\": 640}')", ProbeResult({"width": 640})),
    "a error": ("import sys; sys.exit('There is no camera.')", ProbeResult(None, "There is no camera.")),
    "a missing module": ("import no_such.thing", ProbeResult(None, missing="no_such")),
    "an exception": ("{}['lens']", ProbeResult(None, "KeyError: 'lens'")),
    "silence": ("pass", ProbeResult(None, "It ended with exit code 0.")),
    "a code": ("raise SystemExit(7)", ProbeResult(None, "It ended with exit code 7.")),
    "nonsense": ("print('hello')", ProbeResult(None, "Its answer cannot be read.")),
}


@pytest.mark.parametrize(("code", "expected"), OUTCOMES.values(), ids=OUTCOMES)
def test_what_comes_of_a_trial(code: str, expected: ProbeResult) -> None:
    assert run_probe(["-c", code], TIMEOUT_S) == expected


def test_a_crash_of_native_code_ends_the_trial_alone() -> None:
    outcome = run_probe(["-c", "import os; os.abort()"], TIMEOUT_S)
    assert outcome.answer is None
    assert "crashed" in outcome.error or "exit code" in outcome.error


def test_a_process_that_blocks_forever_is_given_up() -> None:
    outcome = run_probe(["-c", "import threading; threading.Event().wait()"], 0.2)
    assert outcome == ProbeResult(None, "It gave no answer within 0.2 s.")


def test_a_failure_says_what_to_do() -> None:
    found = failed_probe("camera", "It delivers no pictures", ProbeResult(None, "It crashed."), "Plug it in.")
    assert (found.status, found.sentence, found.next_step) == (
        Status.FAILED,
        "It delivers no pictures. It crashed.",
        "Plug it in.",
    )
    assert (
        "cv2 is missing"
        in failed_probe("camera", "It delivers no pictures", ProbeResult(None, missing="cv2"), "").sentence
    )
