"""Rows of a score file as the bytes that are written."""

import csv
import io
from collections.abc import Sequence

import numpy as np

ADDED_COLUMNS = ("similarity", "status")


def record(cells: Sequence[str], similarity: float | None, status: str) -> bytes:
    """A whole line, or several when a cell has line breaks."""
    return beginning(cells) + f",{_number(similarity)},{status}\n".encode()


def header(cells: Sequence[str]) -> bytes:
    return beginning((*cells, *ADDED_COLUMNS)) + b"\n"


def beginning(cells: Sequence[str]) -> bytes:
    """A line as far as it repeats the list of pairs."""
    text = io.StringIO(newline="")
    # Python puts a carriage return within a cell into quotes only where one ends the line.
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().removesuffix("\r\n").encode("utf-8", "surrogateescape")


def _number(similarity: float | None) -> str:
    """As many digits as a float32 has, never with an exponent; empty for None."""
    return "" if similarity is None else np.format_float_positional(np.float32(similarity), trim="-")
