"""An entry of the audit log, and its line in the file."""

import hashlib
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from model.messages.message import Message, message_of
from model.messages.message_error import MessageError
from model.storage.json_codec import JsonError, decode_json, encode_json

FIRST_DIGEST = "0" * 64
"""Precedes the first entry of all."""


class AuditEvent(StrEnum):
    """What happened."""

    VERIFIED = "verified"
    NOT_VERIFIED = "not verified"
    LOCKED_OUT = "locked out"
    UNLOCKED = "unlocked"
    ENROLLED = "enrolled"
    REFERENCES_REPLACED = "references replaced"
    REFERENCES_DELETED = "references deleted"
    FACE_REFUSED = "face marked as another person's"
    FACE_ACCEPTED = "face marked as the person's"
    CORRECTION_UNDONE = "correction undone"
    PERSON_DELETED = "person deleted"
    PERSON_RENAMED = "person renamed"
    ENCRYPTED = "data encrypted"
    DECRYPTED = "data decrypted"
    KEY_REPLACED = "key replaced"
    PASSPHRASE_CHANGED = "passphrase changed"
    EXPORTED = "data exported"
    IMPORTED = "data imported"
    ARCHIVED = "earlier log archived"
    ANCHOR_LOST = "anchor lost"
    """Lost or damaged: it is no longer known whether earlier entries are missing."""


class DamagedEntryError(MessageError, ValueError):
    """The line is not an entry, or was changed. The message is a clause."""


class AuditEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``time``: UTC, to the second. ``detail``: a short phrase without similarities or embeddings.
    ``previous``: the digest of the entry before, which chains them."""

    number: Annotated[int, msgspec.Meta(ge=1)]
    time: datetime
    event: AuditEvent
    person: str
    detail: str
    previous: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(_content(self)).hexdigest()

    @property
    def line(self) -> bytes:
        """For the file, with its end."""
        return encode_json({**msgspec.to_builtins(self), "digest": self.digest}).encode() + b"\n"


def decode_line(line: bytes) -> AuditEntry:
    """Raises DamagedEntryError."""
    try:
        entry = decode_json(line, _Line)
    except JsonError as error:
        raise DamagedEntryError(message_of(error)) from error
    found = AuditEntry(entry.number, entry.time, entry.event, entry.person, entry.detail, entry.previous)
    if found.line.rstrip(b"\n") != line.rstrip(b"\n") or entry.digest != found.digest:
        raise DamagedEntryError(Message("its digest does not match its content"))
    return found


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _content(entry: AuditEntry) -> bytes:
    return encode_json(msgspec.to_builtins(entry)).encode()


class _Line(AuditEntry, frozen=True, forbid_unknown_fields=True):
    digest: str
