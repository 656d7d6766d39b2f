"""A CSV file of pairs of pictures, read row by row."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.scoring.score_csv import ADDED_COLUMNS
from model.messages.message import english_only
from model.messages.message_error import MessageError

PICTURE_COLUMNS = ("left", "right")


class PairListError(MessageError, ValueError):
    """The file is not a list of pairs."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A row, with as many ``cells`` as the header. ``pictures`` (left, right) is None for a row of another
    length, in which the columns are unknown."""

    cells: tuple[str, ...]
    pictures: tuple[Path, Path] | None


class PairList:
    """Each iteration reads the file from the start. Empty lines are skipped. Bytes that are not UTF-8 are
    preserved, since file names may contain them.

    Raises PairListError, OSError and, when constructed, FileNotFoundError.
    """

    def __init__(self, file: Path) -> None:
        if not file.is_file():
            raise FileNotFoundError(f"There is no file {file}. Name a CSV file with the columns left,right.")
        self.file = file
        self.folder = file.resolve().parent
        self.header = next(self._rows(), ())
        self._columns = self._picture_columns()

    def __iter__(self) -> Iterator[Pair]:
        return self.pairs_from(0)

    def pairs_from(self, row: int) -> Iterator[Pair]:
        """The pairs after the first ``row``."""
        return map(self._pair, islice(self._rows(), 1 + row, None))

    def cells(self) -> Iterator[tuple[str, ...]]:
        """The cells of every pair: much faster than iterating over the pairs."""
        return map(self._fit, islice(self._rows(), 1, None))

    def _rows(self) -> Iterator[tuple[str, ...]]:
        with self.file.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
            reader = csv.reader(lines)
            try:
                yield from (tuple(row) for row in reader if row)
            except csv.Error as error:
                raise PairListError(
                    english_only(
                        f"{self.file} is not valid CSV from line {reader.line_num} on ({error}). "
                        "Look for a missing quotation mark before that line."
                    )
                ) from error

    def _picture_columns(self) -> tuple[int, int]:
        """The indices of the columns left and right."""
        header = ",".join(self.header)[:200]
        received = f"Received: {header!r}" if header.isprintable() else "Received: no UTF-8 text"
        if any(self.header.count(name) != 1 for name in PICTURE_COLUMNS):
            raise PairListError(
                english_only(
                    f"{self.file} must start with a header, separated by commas and in UTF-8, with the "
                    f"columns "
                    f"left and right. {received}"
                )
            )
        if reserved := set(ADDED_COLUMNS).intersection(self.header):
            names = " and ".join(sorted(reserved))
            raise PairListError(
                english_only(
                    f"{self.file} already has the columns {names}. Rename or remove them. {received}"
                )
            )
        left, right = map(self.header.index, PICTURE_COLUMNS)
        return left, right

    def _pair(self, row: tuple[str, ...]) -> Pair:
        if len(row) != len(self.header):
            return Pair(self._fit(row), None)
        left, right = (self.folder / row[column] for column in self._columns)
        return Pair(row, (left, right))

    def _fit(self, row: tuple[str, ...]) -> tuple[str, ...]:
        """Truncate or pad ``row`` to the length of the header."""
        width = len(self.header)
        return row if len(row) == width else (row + ("",) * width)[:width]
