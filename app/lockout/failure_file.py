"""The record of failures as bytes. A checksum detects damage."""

import hashlib
from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec

from app.lockout.policy import FailureRecord
from app.storage.people import checked_person_name
from model.messages.message import Message
from model.messages.message_error import MessageError
from model.storage.json_codec import JsonError, decode_json

MAX_BYTES = 1_000_000


class DamagedRecordError(MessageError, ValueError):
    """The bytes are not a record of failures, or were changed."""


class FailureLog(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The failures of everyone who has failed since the last success, by ``person_key``. ``sequence`` rises
    with each change, so that an older copy is recognised."""

    sequence: Annotated[int, msgspec.Meta(ge=0)] = 0
    failures: Mapping[str, FailureRecord] = {}

    def with_record(self, person: str, record: FailureRecord | None) -> "FailureLog":
        others = {key: value for key, value in self.failures.items() if key != person_key(person)}
        changed = others if record is None else {**others, person_key(person): record}
        return FailureLog(self.sequence + 1, changed)

    def of(self, person: str) -> FailureRecord | None:
        return self.failures.get(person_key(person))


class _Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    log: msgspec.Raw
    sha256: str
    format: Literal[1] = 1


def person_key(person: str) -> str:
    """Equal for names that denote the same folder on a case-insensitive system. Raises
    PersonNameError."""
    return hashlib.sha256(checked_person_name(person).casefold().encode()).hexdigest()[:32]


def encode_failures(log: FailureLog) -> bytes:
    content = msgspec.json.encode(log)
    return msgspec.json.encode(_Envelope(msgspec.Raw(content), hashlib.sha256(content).hexdigest()))


def decode_failures(content: bytes) -> FailureLog:
    """Raises DamagedRecordError."""
    try:
        envelope = decode_json(content[:MAX_BYTES], _Envelope)
        if hashlib.sha256(envelope.log).hexdigest() != envelope.sha256:
            raise DamagedRecordError(
                Message("The record of failed attempts is damaged: its digest does not match.")
            )
        return decode_json(bytes(envelope.log), FailureLog)
    except JsonError as error:
        raise DamagedRecordError(
            Message("The record of failed attempts is damaged: {error}.", error=error)
        ) from error
