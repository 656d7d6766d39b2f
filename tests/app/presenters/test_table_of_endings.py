"""The guide's table of endings, compared with the code: reasons, next steps, failed attempts, exit codes."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from app.presenters.advice import next_step
from app.presenters.verification_answer import EXIT_OF
from app.storage.paths import PROJECT
from model.liveness.result import Layer, LayerResult, LayerStatus, LivenessReason
from model.verification.attempt import UNTRUSTED_CAMERA, Attempt, AttemptState, Ending, FrameEvidence
from model.verification.decision import Decision, Reason
from model.vision.quality import Flaw

GUIDE = PROJECT / "docs" / "guide" / "liveness.md"
HEADING = "## How each attempt ends"
FAILING = {
    LivenessReason.FLAT,
    LivenessReason.LIGHT_NOT_FOLLOWED,
    LivenessReason.NETWORK_DENIED,
    LivenessReason.REPEATED_FRAMES,
    LivenessReason.IMPOSSIBLE_TIMES,
    *UNTRUSTED_CAMERA,
}
MATCH = Decision(Reason.ENOUGH_MATCHES, 8, 8, 0.99)


@dataclass(frozen=True)
class Row:
    ending: str
    reason: str
    next_step: str
    counts: str
    exit_code: str


def rows_of_the_guide() -> list[Row]:
    """An empty first cell repeats the one above."""
    table = GUIDE.read_text("utf-8").split(HEADING)[1].split("\n## ")[0]
    lines = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("|")][2:]
    rows, ending = [], ""
    for cells in ([cell.strip() for cell in line] for line in lines):
        ending = cells[0] or ending
        rows.append(Row(ending, *cells[1:]))
    return rows


def attempt_that_meets(reason: Reason | Flaw | LivenessReason) -> AttemptState:
    if isinstance(reason, LivenessReason):
        status = LayerStatus.FAILED if reason in FAILING else LayerStatus.CANNOT_TELL
        results = (LayerResult(Layer.DEPTH, status, reason),)
        return ended(MATCH, 3, [Layer.DEPTH], results)
    if reason is Reason.ENOUGH_MATCHES:
        return ended(MATCH, 3)
    similarity = 0.5 if reason in (Reason.TOO_FEW_MATCHES, Reason.COUNTER_EXAMPLE) else None
    return ended(Decision(reason, 0, 8, similarity), 3)


def ended(
    decision: Decision, frames: int, layers: list[Layer] | None = None, results: tuple[LayerResult, ...] = ()
) -> AttemptState:
    attempt = Attempt(3, layers or [])
    for number in range(frames):
        attempt.add(FrameEvidence(decision, 1, float(number), continues=number > 0, liveness=results))
    attempt.finish()
    return attempt.state


def row_of(state: AttemptState, reason: str) -> Row:
    assert state.ending is not None
    code = str(int(EXIT_OF[state.ending]))
    counts = "yes" if state.ending.counts_as_try else "no"
    return Row(str(state.ending), str(reason), next_step(state.reason), counts, code)


def rows_of_the_code() -> Iterator[Row]:
    for reason in chain(Reason, Flaw, LivenessReason):
        state = attempt_that_meets(reason)
        assert state.reason is reason
        yield row_of(state, reason)
    yield Row(
        str(Ending.NOT_SAME),
        "too few frames in a row matched",
        "Hold still and look into the camera.",
        "yes",
        "1",
    )


def test_an_attempt_that_matched_too_few_frames_in_a_row_is_not_the_same_face() -> None:
    assert row_of(ended(MATCH, 2), "").ending == Ending.NOT_SAME


def test_the_table_has_every_reason_and_says_what_the_code_does() -> None:
    rows = rows_of_the_guide()
    assert sorted(rows, key=str) == sorted(rows_of_the_code(), key=str)
