"""Keep faces and secrets out of the log: pixels, embeddings, encoded pictures, passwords in addresses."""

import logging
import re

from app.system.url_redaction import redact_urls

WITHHELD = "<numbers withheld>"
MIN_NUMBERS = 7
"""An array that NumPy shortens for printing still shows three numbers, an ellipsis and three numbers."""
MAX_BYTES = 32

_NUMBER = r"(?:[-+]?\d[\d.]*(?:e[-+]?\d+)?|[-+]?(?:nan|inf)|\.\.\.)"
_NUMBERS = re.compile(rf"(?:\[\s*)*{_NUMBER}(?:[\s,\[\]()]+{_NUMBER}){{{MIN_NUMBERS - 1},}}(?:\s*\])*")
_BYTES = re.compile(rf"b(['\"])(?:\\.|(?!\1).){{{MAX_BYTES},}}\1?")


def redact(text: str) -> str:
    """``text`` without rows of numbers, long byte strings and the secret parts of addresses."""
    return redact_urls(_BYTES.sub("<bytes withheld>", _NUMBERS.sub(WITHHELD, text)))


class RedactingFormatter(logging.Formatter):
    """Redacts the formatted line, traceback included: an array may be in the message, an argument, a field of
    an object or the text of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))
