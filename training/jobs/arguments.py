"""Types for argparse. Each refuses what it cannot take in a sentence."""

import os
from argparse import ArgumentTypeError
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

T = TypeVar("T", bound=StrEnum)
LONGEST_NUMBER = 9
"""Digits."""


def path(text: str) -> Path:
    """``~`` is the home folder where no shell saw to it, too: in quotes, after ``=``, on Windows. An empty
    path is refused: Python would take it for the current folder."""
    if not text:
        raise ArgumentTypeError("a path is needed, not ''")
    return Path(os.path.expanduser(text))  # noqa: PTH111 - Path's own refuses a file that is called ~x


def whole_number(text: str) -> int:
    if not (text.isdecimal() and len(text) <= LONGEST_NUMBER):
        raise ArgumentTypeError(f"a whole number of at most {LONGEST_NUMBER} digits is needed, not {text!r}")
    return int(text)


def positive_number(text: str) -> int:
    if not (text.isdecimal() and len(text) <= LONGEST_NUMBER and int(text)):
        raise ArgumentTypeError(
            f"a whole number above 0, of at most {LONGEST_NUMBER} digits, is needed, not {text!r}"
        )
    return int(text)


def positive_decimal(text: str) -> float:
    value = _number(text)
    if not 0 < value < float("inf"):
        raise ArgumentTypeError(f"a number above 0 is needed, such as 0.5, not {text!r}")
    return value


def seconds(text: str) -> float:
    value = _number(text)
    if not 0 < value < float("inf"):
        raise ArgumentTypeError(f"a number of seconds above 0 is needed, such as 2.5, not {text!r}")
    return value


def share(text: str) -> float:
    value = _number(text)
    if not 0 <= value <= 1:
        raise ArgumentTypeError(f"a number from 0 to 1 is needed, such as 0.5, not {text!r}")
    return value


def one_of(kind: type[T]) -> Callable[[str], T]:
    """A type that takes the values of ``kind``, in capitals, too."""

    def value(text: str) -> T:
        try:
            return kind(text.lower())
        except ValueError as error:
            raise ArgumentTypeError(f"one of {', '.join(kind)} is needed, not {text!r}") from error

    return value


def _number(text: str) -> float:
    """Not-a-number for any other text: no range holds it."""
    try:
        return float(text)
    except ValueError:
        return float("nan")
