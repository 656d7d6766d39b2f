"""A bundle's card: what the bundle is, how good it is, and the fingerprint of every file."""

import hashlib
from dataclasses import dataclass, field, replace
from typing import Annotated, Literal, TypeAlias

import msgspec

from model.storage.json_codec import JsonError, decode_json

CARD_FORMAT: Literal[1] = 1

Share: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=1)]
"""A float in [0, 1]; anything else in a file is refused."""
Side: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=1000)]
"""Of a crop, in pixels."""
MOST_BYTES = 10_000_000
"""Of a card; hundreds of times what one takes."""


class CardError(ValueError):
    """The card cannot be read or has been changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationRow:
    """What a detection threshold at ``similarity`` costs: rates in [0, 1] with their 95 % upper bound."""

    similarity: Share
    fmr: Share
    fmr_upper: Share
    fnmr: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """``count`` of ``trials``, as a share with its 95 % interval."""

    count: int
    trials: int
    value: Share
    lower: Share
    upper: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Everything that belongs to a trained model besides its weights.

    ``calibration`` is sorted by rising similarity and was measured on people that trained nothing.
    ``metrics`` maps a sentence-like name to its rate on yet other people. ``digest`` is the SHA-256 of the
    card itself without the digest, so that an edited card is noticed.
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
    files: dict[str, Fingerprint] = field(default_factory=dict)
    format: Literal[1] = CARD_FORMAT
    digest: str = ""


def sealed(card: Card) -> Card:
    """The same card with its digest filled in."""
    # As it will be read back: a whole number where a fraction belongs is written differently the next time.
    card = msgspec.json.decode(msgspec.json.encode(card), type=Card)
    return replace(card, digest=_digest(card))


def encode_card(card: Card) -> bytes:
    return msgspec.json.format(msgspec.json.encode(card), indent=2) + b"\n"


def decode_card(content: bytes) -> Card:
    """Read a card. Raises CardError when it is no card, of another format, or edited since it was sealed."""
    if len(content) > MOST_BYTES:
        raise CardError(f"card.json is larger than {MOST_BYTES:,} bytes. Received: {len(content):,}")
    try:
        card = decode_json(content, Card)
    except JsonError as error:
        raise CardError(f"card.json is not a card this version reads: {error}.") from error
    if card.digest != _digest(card):
        raise CardError("card.json was changed after it was written: its digest does not match.")
    return card


def _digest(card: Card) -> str:
    return hashlib.sha256(msgspec.json.encode(replace(card, digest=""), order="deterministic")).hexdigest()
