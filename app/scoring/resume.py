"""How far a score file got, checked against its list of pairs."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from app.scoring.pair_csv import PairList
from app.scoring.provenance import OtherOriginError, advice
from app.scoring.score_csv import beginning, header


@dataclass(frozen=True, slots=True)
class Finished:
    """The first ``rows`` of the list are scored in the first ``size`` bytes; a torn line may follow."""

    rows: int
    size: int


def finished(out: Path, pairs: PairList) -> Finished:
    """Raises OtherOriginError when ``out`` does not repeat the list's header and first rows."""
    if not out.exists():
        return Finished(0, 0)
    size, lines = 0, 0
    with out.open("rb") as file:
        for expected in _expected(pairs):
            found = b"".join(islice(file, _breaks(expected)))
            if not found.endswith(b"\n"):
                break
            if found[: len(expected)] != expected[: len(found)]:
                raise OtherOriginError(_mismatch(out, pairs, lines, expected, found))
            if found.count(b"\n") < _breaks(expected):
                break
            size, lines = size + len(found), lines + 1
        else:
            _demand_end(file, out, pairs)
    return Finished(max(lines - 1, 0), size)


def _expected(pairs: PairList) -> Iterator[bytes]:
    """How each line of the score file begins; the first is told to its end."""
    yield header(pairs.header)
    for cells in pairs.cells():
        yield beginning(cells) + b","


def _breaks(expected: bytes) -> int:
    """How many line breaks a row has that begins so: those within quotation marks, and one at its end."""
    return expected.count(b"\n", 0, -1) + 1


def _demand_end(file: BinaryIO, out: Path, pairs: PairList) -> None:
    if b"\n" in (rest := file.readline()):
        raise OtherOriginError(
            f"{out} goes on after the last row of {pairs.file}: {_shown(rest)}. Was the list shortened? "
            f"{advice(out)}"
        )


def _mismatch(out: Path, pairs: PairList, line: int, expected: bytes, found: bytes) -> str:
    place = f"row {line}" if line else "the header"
    return (
        f"{out} does not fit {pairs.file}: in {place}, {_shown(found)} was found, {_shown(expected)} "
        f"expected. Was one of them changed? {advice(out)}"
    )


def _shown(line: bytes) -> str:
    return repr(line.decode("utf-8", "backslashreplace").strip()[:200])
