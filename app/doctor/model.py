"""Check the model in use, and its speed on this machine."""

from pathlib import Path

from app.doctor.finding import Finding, Status, failed_probe
from app.system.subprocess_probe import ProbeResult, run_probe
from model.installation.commands import typed

TIMEOUT_S = 30.0
GOAL_MS = 33.0
"""To find and judge a face: enough for every frame at 30 frames per second."""
DIGEST_LETTERS = 12


def check_model(models: Path) -> list[Finding]:
    """In a subprocess: a processor that lacks an instruction kills it without an error message."""
    return to_findings(run_probe(["-m", "app.doctor.model_probe", str(models)], TIMEOUT_S))


def to_findings(outcome: ProbeResult) -> list[Finding]:
    answer = outcome.answer
    if answer is None:
        advice = "Install the packages again, and restore model/weights from your copy of Sameface."
        return [failed_probe("model", "No face can be verified", outcome, advice)]
    whose = "The shipped model" if answer["shipped"] else "Your own model"
    if answer["refused"]:
        sentence = f"{whose} is in use but cannot be loaded: {answer['refused']}"
        return [Finding("model", Status.FAILED, sentence, _remedy(answer["shipped"]))]
    sentence = (
        f"{whose}, made {answer['created'][:10]}, card {answer['digest'][:DIGEST_LETTERS]}, undamaged; "
        f"a reference matches above {answer['detection_threshold']:.3f}."
    )
    return [Finding("model", Status.OK, sentence), _speed(answer)]


def _remedy(shipped: bool) -> str:
    if shipped:
        return "Restore model/weights from your copy of Sameface."
    return f"Run: {typed('models --use shipped')} (or --roll-back)"


def _speed(answer: dict[str, float]) -> Finding:
    find_ms, judge_ms = answer["find_ms"], answer["judge_ms"]
    sentence = f"A frame takes {judge_ms:.0f} ms, of which {find_ms:.0f} ms to find the face"
    sentence = f"{sentence}; the goal is {GOAL_MS:.0f} ms"
    if answer["faces"] < answer["pictures"]:
        lost = f"A face was found in only {answer['faces']} of {answer['pictures']} demo pictures."
        return Finding("speed", Status.FAILED, lost, "Install the packages again, in the pinned versions.")
    if judge_ms <= GOAL_MS:
        return Finding("speed", Status.OK, f"{sentence}. That is fast enough for 30 frames per second.")
    judged = f"{sentence}. That is {1000 / judge_ms:.0f} of 30 frames per second."
    return Finding(
        "speed", Status.WARNING, judged, "Sameface still works. Close other programs and try again."
    )
