"""card.json, as it is and with a correct digest."""

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
        check_invariants_with_new_digest(content)
        return False
    check_invariants(card)
    return True


def check_invariants_with_new_digest(content: bytes) -> None:
    """The digest refuses every random change. Try the rest of the reader with a new digest."""
    try:
        card = decode_json(content, Card)
    except JsonError:
        return
    check_invariants(with_digest(card))


def check_invariants(card: Card) -> None:
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
