"""The model in use, and how fast this machine judges with it."""

from pathlib import Path

from app.doctor.finding import Finding, Status, failure
from app.system.subprocess_probe import Outcome, try_out

TIMEOUT_S = 30.0
GOAL_MS = 33.0
"""To find and judge one face: every picture of a camera that delivers 30 a second."""
DIGEST_LETTERS = 12


def check_model(models: Path) -> list[Finding]:
    """Tried in a process of its own: a processor that lacks an instruction ends it without a word."""
    return told(try_out(["-m", "app.doctor.model_probe", str(models)], TIMEOUT_S))


def told(outcome: Outcome) -> list[Finding]:
    answer = outcome.answer
    if answer is None:
        advice = "Install the packages again, and restore model/weights from where you have Sameface from."
        return [failure("model", "Nothing can be judged", outcome, advice)]
    whose = "The one that was shipped" if answer["shipped"] else "One of your own"
    if answer["refused"]:
        sentence = f"{whose} is in use, and refused: {answer['refused']}"
        return [Finding("model", Status.FAILED, sentence, _instead(answer["shipped"]))]
    sentence = (
        f"{whose}, made {answer['created'][:10]}, card {answer['digest'][:DIGEST_LETTERS]}, whole; "
        f"a reference matches above {answer['detection_threshold']:.3f}."
    )
    return [Finding("model", Status.OK, sentence), _speed(answer)]


def _instead(shipped: bool) -> str:
    if shipped:
        return "Restore model/weights from where you have Sameface from."
    return "Run: python main.py models --use shipped (or --roll-back)"


def _speed(answer: dict[str, float]) -> Finding:
    find_ms, judge_ms = answer["find_ms"], answer["judge_ms"]
    sentence = (
        f"A face is found in {find_ms:.0f} ms and judged in {judge_ms:.0f} ms, the goal is {GOAL_MS:.0f} ms"
    )
    if answer["faces"] < answer["pictures"]:
        lost = f"Only {answer['faces']} of {answer['pictures']} demo pictures showed a face."
        return Finding("speed", Status.FAILED, lost, "Install the packages again in their versions.")
    if judge_ms <= GOAL_MS:
        return Finding("speed", Status.OK, f"{sentence}: all of 30 pictures a second.")
    judged = f"{sentence}: {1000 / judge_ms:.0f} of 30 pictures a second."
    return Finding(
        "speed", Status.WARNING, judged, "It verifies all the same. Close other programs and try again."
    )
