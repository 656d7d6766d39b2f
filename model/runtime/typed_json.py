"""JSON from outside, as the dataclass that it should be."""

from typing import TypeVar

import msgspec

T = TypeVar("T")


class JsonError(ValueError):
    """No JSON, or of another kind. The message says what is wrong and where."""


def decode_json(content: bytes | str, kind: type[T]) -> T:
    """Raises JsonError, whatever ``content`` is: not even nesting without end is anything else."""
    try:
        # What ``kind`` skips is not looked at otherwise, and would be found when the whole is written again.
        msgspec.json.decode(content)
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise JsonError(str(error)) from error
