"""Encode the rows of a score file."""

import csv
import io
from collections.abc import Sequence

import numpy as np

ADDED_COLUMNS = ("similarity", "status")


def record(cells: Sequence[str], similarity: float | None, status: str) -> bytes:
    """A complete row: several lines when a cell has line breaks."""
    return line_prefix(cells) + f",{_number(similarity)},{status}\n".encode()


def header(cells: Sequence[str]) -> bytes:
    return line_prefix((*cells, *ADDED_COLUMNS)) + b"\n"


def line_prefix(cells: Sequence[str]) -> bytes:
    """The part of a row that repeats the list of pairs."""
    text = io.StringIO(newline="")
    # Python quotes a cell with a carriage return only when the line terminator contains one.
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().removesuffix("\r\n").encode("utf-8", "surrogateescape")


def _number(similarity: float | None) -> str:
    """As many digits as a float32 has, never with an exponent; empty for None."""
    return "" if similarity is None else np.format_float_positional(np.float32(similarity), trim="-")
