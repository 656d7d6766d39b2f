"""A list of pairs of pictures: a CSV file, read row by row however long it is."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.scoring.score_csv import ADDED_COLUMNS

PICTURE_COLUMNS = ("left", "right")


class PairListError(ValueError):
    """The file is no list of pairs."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A row, with as many ``cells`` as the header has. ``pictures``, left and right, are None when it had
    more cells or fewer: then nobody knows which is which."""

    cells: tuple[str, ...]
    pictures: tuple[Path, Path] | None


class PairList:
    """Iterating reads the file anew. Empty lines are no rows; bytes that are no UTF-8 stay as they are, for
    names of files may have such. Raises PairListError, OSError and, at once, FileNotFoundError."""

    def __init__(self, file: Path) -> None:
        if not file.is_file():
            raise FileNotFoundError(f"There is no file {file}. Name a CSV file with the columns left,right.")
        self.file = file
        self.folder = file.resolve().parent
        self.header = next(self._rows(), ())
        self._places = self._picture_places()

    def __iter__(self) -> Iterator[Pair]:
        return self.pairs_from(0)

    def pairs_from(self, row: int) -> Iterator[Pair]:
        """All but the first ``row`` pairs."""
        return map(self._pair, islice(self._rows(), 1 + row, None))

    def cells(self) -> Iterator[tuple[str, ...]]:
        """Those of every pair: much faster than the pairs themselves."""
        return map(self._fitted, islice(self._rows(), 1, None))

    def _rows(self) -> Iterator[tuple[str, ...]]:
        with self.file.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
            reader = csv.reader(lines)
            try:
                yield from (tuple(row) for row in reader if row)
            except csv.Error as error:
                raise PairListError(
                    f"{self.file} is no CSV file from line {reader.line_num} on ({error}). "
                    "Is a quotation mark missing before it?"
                ) from error

    def _picture_places(self) -> tuple[int, int]:
        """Where in a row left and right stand."""
        begins = ",".join(self.header)[:200]
        received = f"Received: {begins!r}" if begins.isprintable() else "Received: no text in UTF-8"
        if any(self.header.count(name) != 1 for name in PICTURE_COLUMNS):
            raise PairListError(
                f"{self.file} must begin with a line that names its columns, left and right among them, "
                f"separated by commas, in UTF-8. {received}"
            )
        if taken := set(ADDED_COLUMNS).intersection(self.header):
            names = " and ".join(sorted(taken))
            raise PairListError(f"{self.file} has {names} already. Rename or remove them. {received}")
        left, right = map(self.header.index, PICTURE_COLUMNS)
        return left, right

    def _pair(self, row: tuple[str, ...]) -> Pair:
        if len(row) != len(self.header):
            return Pair(self._fitted(row), None)
        left, right = (self.folder / row[place] for place in self._places)
        return Pair(row, (left, right))

    def _fitted(self, row: tuple[str, ...]) -> tuple[str, ...]:
        """Cut or filled up to the header's length."""
        width = len(self.header)
        return row if len(row) == width else (row + ("",) * width)[:width]
