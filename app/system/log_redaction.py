"""Keeps faces and secrets out of the log: no pixels, no embedding, no encoded picture, no password of a
camera's address, however they come there."""

import logging
import re

from app.system.url_redaction import redact_urls

WITHHELD = "<numbers withheld>"
FEWEST_NUMBERS = 7
"""An array that NumPy shortens for printing still shows three numbers, an ellipsis and three numbers."""
LONGEST_BYTES = 32

_NUMBER = r"(?:[-+]?\d[\d.]*(?:e[-+]?\d+)?|[-+]?(?:nan|inf)|\.\.\.)"
_NUMBERS = re.compile(rf"(?:\[\s*)*{_NUMBER}(?:[\s,\[\]()]+{_NUMBER}){{{FEWEST_NUMBERS - 1},}}(?:\s*\])*")
_BYTES = re.compile(rf"b(['\"])(?:\\.|(?!\1).){{{LONGEST_BYTES},}}\1?")


def discreet(text: str) -> str:
    """``text`` without rows of numbers, long byte strings and what may be secret in an address."""
    return redact_urls(_BYTES.sub("<bytes withheld>", _NUMBERS.sub(WITHHELD, text)))


class DiscreetFormatter(logging.Formatter):
    """Looks at the finished line, traceback included: an array may hide in a message, an argument, the fields
    of an object or the words of an error."""

    def format(self, record: logging.LogRecord) -> str:
        return discreet(super().format(record))
