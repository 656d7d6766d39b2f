"""The model card of a bundle: what it is, how accurate it is, and the digest of every file."""

import hashlib
from dataclasses import dataclass, field, replace
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

from model.messages.message import Message
from model.messages.message_error import MessageError
from model.storage.json_codec import JsonError, decode_json

CARD_FORMAT: Literal[1] = 1

Share: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=1)]
"""A float in [0, 1]; validated when a file is read."""
Side: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=1000)]
"""Pixels of a crop's side."""
MAX_BYTES = 10_000_000
"""Hundreds of times the size of a card."""


class CardError(MessageError, ValueError):
    """The card cannot be read or has been changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationRow:
    """Error rates of a detection threshold at ``similarity``; ``fmr_upper`` is the 95 % upper bound."""

    similarity: Share
    fmr: Share
    fmr_upper: Share
    fnmr: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """``count`` of ``trials``, as a share with its 95 % confidence interval."""

    count: int
    trials: int
    value: Share
    lower: Share
    upper: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDigest:
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """All that belongs to a trained model besides its weights.

    ``calibration`` is sorted by rising similarity, measured on people outside the training set. ``metrics``
    maps a description to its rate, on people outside both sets. ``digest`` is the SHA-256 of the card without
    the digest; it reveals edits. ``look_alikes`` is a table like ``calibration``, where only people who look
    alike are compared; older cards and personal ones may lack it.
    """

    name: str
    created: str
    crop_size: Side
    dimensions: int
    detection_threshold: Share
    verification_threshold: Share
    calibration: list[CalibrationRow]
    metrics: dict[str, Rate]
    data: dict[str, str]
    licence: str
    files: dict[str, FileDigest] = field(default_factory=dict)
    format: Literal[1] = CARD_FORMAT
    digest: str = ""
    look_alikes: list[CalibrationRow] | UnsetType = UNSET

    @property
    def look_alike_table(self) -> list[CalibrationRow]:
        """``look_alikes``; empty if people who look alike were not compared."""
        return [] if isinstance(self.look_alikes, UnsetType) else self.look_alikes


def with_digest(card: Card) -> Card:
    """A copy with its digest filled in."""
    # Normalise: a whole number in a float field is encoded differently once it was decoded.
    card = msgspec.json.decode(msgspec.json.encode(card), type=Card)
    return replace(card, digest=_digest(card))


def encode_card(card: Card) -> bytes:
    return msgspec.json.format(msgspec.json.encode(card), indent=2) + b"\n"


def decode_card(content: bytes) -> Card:
    """Read a card. Raises CardError when it is not a card, has another format, or was edited."""
    if len(content) > MAX_BYTES:
        raise CardError(
            Message(
                "card.json is larger than {limit:,} bytes. Received: {size:,}",
                limit=MAX_BYTES,
                size=len(content),
            )
        )
    try:
        card = decode_json(content, Card)
    except JsonError as error:
        raise CardError(
            Message("card.json is not a card this version reads: {error}.", error=error)
        ) from error
    if card.digest != _digest(card):
        raise CardError(Message("card.json was changed after it was written: its digest does not match."))
    return card


def _digest(card: Card) -> str:
    return hashlib.sha256(msgspec.json.encode(replace(card, digest=""), order="deterministic")).hexdigest()
