"""Find where to resume a score file, and check it against its list of pairs."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from app.scoring.pair_csv import PairList
from app.scoring.provenance import ProvenanceMismatchError, advice
from app.scoring.score_csv import header, line_prefix
from model.messages.message import english_only


@dataclass(frozen=True, slots=True)
class ResumePoint:
    """The first ``rows`` of the list are scored in the first ``size`` bytes. A partial line may follow."""

    rows: int
    size: int


def find_resume_point(out: Path, pairs: PairList) -> ResumePoint:
    """Raises ProvenanceMismatchError when ``out`` does not match the header and first rows of the list."""
    if not out.exists():
        return ResumePoint(0, 0)
    size, lines = 0, 0
    with out.open("rb") as file:
        for expected in _expected_lines(pairs):
            found = b"".join(islice(file, _count_line_breaks(expected)))
            if not found.endswith(b"\n"):
                break
            if found[: len(expected)] != expected[: len(found)]:
                raise ProvenanceMismatchError(english_only(_mismatch(out, pairs, lines, expected, found)))
            if found.count(b"\n") < _count_line_breaks(expected):
                break
            size, lines = size + len(found), lines + 1
        else:
            _require_end(file, out, pairs)
    return ResumePoint(max(lines - 1, 0), size)


def _expected_lines(pairs: PairList) -> Iterator[bytes]:
    """How each line of the score file starts; the first one is complete."""
    yield header(pairs.header)
    for cells in pairs.cells():
        yield line_prefix(cells) + b","


def _count_line_breaks(expected: bytes) -> int:
    """Line breaks in a row that starts with ``expected``: those within quotes, and one at the end."""
    return expected.count(b"\n", 0, -1) + 1


def _require_end(file: BinaryIO, out: Path, pairs: PairList) -> None:
    if b"\n" in (rest := file.readline()):
        raise ProvenanceMismatchError(
            english_only(
                f"{out} continues after the last row of {pairs.file}: {_quote(rest)}. Was the list "
                f"shortened? "
                f"{advice(out)}"
            )
        )


def _mismatch(out: Path, pairs: PairList, line: int, expected: bytes, found: bytes) -> str:
    position = f"row {line}" if line else "the header"
    return (
        f"{out} does not match {pairs.file} in {position}: expected {_quote(expected)}, found "
        f"{_quote(found)}. Was one of the files changed? {advice(out)}"
    )


def _quote(line: bytes) -> str:
    return repr(line.decode("utf-8", "backslashreplace").strip()[:200])
