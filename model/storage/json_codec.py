"""JSON from outside, as the dataclass that it should be, and the way back."""

import json
import re
from typing import Any, TypeVar

import msgspec

from model.storage.json_errors import describe_json_error

T = TypeVar("T")
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Stands for a byte of a file's name that is no UTF-8."""


class JsonError(ValueError):
    """No JSON, or of another kind. The message is a clause that says what is wrong and where."""


def decode_json(content: bytes | str, kind: type[T]) -> T:
    """Raises JsonError, whatever ``content`` is: not even nesting without end is anything else."""
    content = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    try:
        # What ``kind`` skips is not looked at otherwise, and would be found when the whole is written again.
        msgspec.json.decode(content)
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise JsonError(describe_json_error(error, content)) from error


def encode_json(value: Any, indent: int | None = None) -> str:
    """``value`` is a dataclass or a plain JSON value. Any string in it can be encoded as UTF-8 afterwards."""
    separators = (",", ":") if indent is None else None
    text = json.dumps(msgspec.to_builtins(value), ensure_ascii=False, indent=indent, separators=separators)
    return _SURROGATE.sub(lambda found: rf"\\u{ord(found[0]):04x}", text)


def escaped(name: str) -> str:
    """The ``name`` of a file, with escapes for bytes that are no UTF-8."""
    return name.encode("utf-8", "backslashreplace").decode()
