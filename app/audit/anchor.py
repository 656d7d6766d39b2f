"""The newest entry of the log, kept outside the data folder: a log that ends earlier was cut short."""

from dataclasses import dataclass
from typing import Annotated

import msgspec

from model.messages.message import Message
from model.messages.message_error import MessageError
from model.storage.json_codec import JsonError, decode_json, encode_json

FILE = "audit_anchor.json"


@dataclass(frozen=True, slots=True)
class Anchor:
    """``first``: the number of the oldest entry that is kept. ``last`` and ``digest``: of the newest one."""

    first: Annotated[int, msgspec.Meta(ge=1)]
    last: Annotated[int, msgspec.Meta(ge=0)]
    digest: str


class DamagedAnchorError(MessageError, ValueError):
    """The anchor is damaged."""


def encode_anchor(anchor: Anchor) -> bytes:
    return encode_json(anchor).encode()


def decode_anchor(content: bytes) -> Anchor:
    """Raises DamagedAnchorError."""
    try:
        return decode_json(content, Anchor)
    except JsonError as error:
        raise DamagedAnchorError(
            Message("The anchor of the audit log is damaged: {error}.", error=error)
        ) from error
