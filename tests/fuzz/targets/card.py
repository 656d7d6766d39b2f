"""card.json, and what a card would be whose seal is right."""

from pathlib import Path

from model.runtime.bundle import SHIPPED_BUNDLE
from model.runtime.model_card import Card, CardError, Rate, decode_card, encode_card, with_digest
from model.storage.json_codec import JsonError, decode_json
from tests.fuzz.mutations import json_value
from tests.fuzz.target import Target
from tests.support.bundles import PLAIN, card_with


def accepts(content: bytes, folder: Path) -> bool:
    try:
        card = decode_card(content)
    except CardError:
        demand_sound_if_sealed(content)
        return False
    demand_sound(card)
    return True


def demand_sound_if_sealed(content: bytes) -> None:
    """The seal stops whatever was changed at random: what lies behind it is tried with a new one."""
    try:
        card = decode_json(content, Card)
    except JsonError:
        return
    demand_sound(with_digest(card))


def demand_sound(card: Card) -> None:
    assert decode_card(encode_card(card)) == card
    shares = [card.detection_threshold, card.verification_threshold]
    shares += [share for row in card.calibration for share in (row.similarity, row.fmr, row.fnmr)]
    shares += [share for rate in card.metrics.values() for share in (rate.value, rate.lower, rate.upper)]
    assert all(0 <= share <= 1 for share in shares), card


def seeds() -> dict[str, bytes]:
    rate = Rate(count=9, trials=10, value=0.9, lower=0.6, upper=0.98)
    return {
        "small": encode_card(card_with(metrics={"accuracy": rate}, data={"judged on": "LFW"})),
        "plain": encode_card(with_digest(PLAIN)),
        "shipped": (SHIPPED_BUNDLE / "card.json").read_bytes(),
    }


CARD = Target(
    accepts=accepts,
    seeds=seeds,
    mutate=json_value,
    words=(
        *(b'"%s":' % name.encode() for name in (*Card.__slots__, *Rate.__slots__)),
        b'"format":1', b"1e308", b"-0.0", b"{}", b"[]", b"null", b"\\ud800",
    ),
    longest_bytes=25_000,
)  # fmt: skip
