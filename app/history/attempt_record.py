"""What the history stores about one attempt."""

from datetime import UTC, datetime

import msgspec

from model.storage.json_codec import JsonError, decode_json, encode_json
from model.verification.attempt import Ending


class AttemptRecord(msgspec.Struct, frozen=True):
    """``time``: of the end, in UTC. ``reason``: a phrase. ``similarity``: the highest one, in [0, 1]; None
    where nothing was compared. ``picture``: the name of a file in the folder of pictures, or ""."""

    time: datetime
    person: str
    ending: Ending
    reason: str
    similarity: float | None = None
    matches: int = 0
    references: int = 0
    picture: str = ""

    @property
    def verified(self) -> bool:
        return self.ending is Ending.VERIFIED

    @property
    def refused(self) -> bool:
        """Whether a face was compared or checked, and is not the person's."""
        return self.ending in (Ending.NOT_SAME, Ending.NOT_LIVE)


def encode_record(record: AttemptRecord) -> bytes:
    """A line of the file, with its end."""
    return encode_json(record).encode() + b"\n"


def decode_record(line: bytes) -> AttemptRecord | None:
    """None for a damaged line, such as one that a killed process wrote only partly."""
    try:
        return decode_json(line, AttemptRecord)
    except JsonError:
        return None


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
