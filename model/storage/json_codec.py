"""Decode JSON into dataclasses, with validation, and encode it."""

import json
import re
from typing import Any, TypeVar

import msgspec

from model.messages.message import Message
from model.messages.message_error import MessageError
from model.storage.json_errors import describe_json_error

T = TypeVar("T")
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Represents a byte of a file's name that is not UTF-8."""


class JsonError(MessageError, ValueError):
    """Malformed or invalid JSON. The message is a clause that says what is wrong and where."""


def decode_json(content: bytes | str, kind: type[T]) -> T:
    """Raises JsonError for any invalid ``content``, even for endless nesting."""
    content = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    try:
        # Fields that ``kind`` does not know are otherwise not checked, and would fail when the whole is
        # encoded.
        msgspec.json.decode(content)
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise JsonError(describe_json_error(error, content)) from error


def encode_json(value: Any, indent: int | None = None) -> str:
    """``value``: a dataclass or a plain JSON value. The result can always be encoded as UTF-8."""
    separators = (",", ":") if indent is None else None
    text = json.dumps(
        msgspec.to_builtins(value, enc_hook=message_text),
        ensure_ascii=False,
        indent=indent,
        separators=separators,
    )
    return _SURROGATE.sub(lambda found: rf"\\u{ord(found[0]):04x}", text)


def message_text(value: Any) -> str:
    """A hook for msgspec, which knows no kinds of ``str``: a Message as its text."""
    if isinstance(value, Message):
        return str.__str__(value)
    raise NotImplementedError(f"JSON has no form for {type(value)}.")


def escaped(name: str) -> str:
    """The ``name`` of a file, with escapes for bytes that are not UTF-8."""
    return name.encode("utf-8", "backslashreplace").decode()
