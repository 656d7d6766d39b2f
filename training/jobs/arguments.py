"""Argument types for argparse, with error messages in plain sentences."""

import os
from argparse import ArgumentTypeError
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

T = TypeVar("T", bound=StrEnum)
MAX_DIGITS = 9


def path(text: str) -> Path:
    """Expands ``~``, even where no shell does: in quotes, after ``=``, on Windows. Refuses an empty path,
    which Python would take for the current folder."""
    if not text:
        raise ArgumentTypeError("must be a path, not ''")
    return Path(os.path.expanduser(text))  # noqa: PTH111 - Path.expanduser refuses a file named ~x


def whole_number(text: str) -> int:
    if not (text.isdecimal() and len(text) <= MAX_DIGITS):
        raise ArgumentTypeError(f"must be a whole number of at most {MAX_DIGITS} digits, not {text!r}")
    return int(text)


def positive_number(text: str) -> int:
    if not (text.isdecimal() and len(text) <= MAX_DIGITS and int(text)):
        raise ArgumentTypeError(
            f"must be a whole number above 0 with at most {MAX_DIGITS} digits, not {text!r}"
        )
    return int(text)


def positive_decimal(text: str) -> float:
    value = _number(text)
    if not 0 < value < float("inf"):
        raise ArgumentTypeError(f"must be a number above 0, such as 0.5, not {text!r}")
    return value


def seconds(text: str) -> float:
    value = _number(text)
    if not 0 < value < float("inf"):
        raise ArgumentTypeError(f"must be a number of seconds above 0, such as 2.5, not {text!r}")
    return value


def share(text: str) -> float:
    value = _number(text)
    if not 0 <= value <= 1:
        raise ArgumentTypeError(f"must be a number from 0 to 1, such as 0.5, not {text!r}")
    return value


def one_of(kind: type[T]) -> Callable[[str], T]:
    """A type for the values of ``kind``, in any case."""

    def value(text: str) -> T:
        try:
            return kind(text.lower())
        except ValueError as error:
            raise ArgumentTypeError(f"must be one of {', '.join(kind)}, not {text!r}") from error

    return value


def _number(text: str) -> float:
    """NaN for text that is not a number: it is in no range."""
    try:
        return float(text)
    except ValueError:
        return float("nan")
