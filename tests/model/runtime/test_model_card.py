from dataclasses import replace

import pytest

from model.runtime.model_card import (
    CalibrationRow,
    CardError,
    FileDigest,
    Rate,
    decode_card,
    encode_card,
    with_digest,
)
from tests.support.bundles import card_with

CARD = card_with(
    calibration=[CalibrationRow(similarity=0.5, fmr=0.01, fmr_upper=0.02, fnmr=0.1)],
    metrics={"accuracy": Rate(count=9, trials=10, value=0.9, lower=0.6, upper=0.98)},
    files={"head.json": FileDigest(sha256="00", size=3)},
)
LOOK_ALIKES = [CalibrationRow(similarity=0.5, fmr=0.02, fmr_upper=0.04, fnmr=0.1)]


def test_a_card_survives_encoding():
    assert decode_card(encode_card(CARD)) == CARD


def test_a_table_of_look_alikes_is_part_of_the_digest_where_there_is_one():
    card = card_with(look_alikes=LOOK_ALIKES)
    assert decode_card(encode_card(card)).look_alike_table == LOOK_ALIKES
    assert card.digest != card_with().digest
    assert card_with().look_alike_table == []
    assert b"look_alikes" not in encode_card(card_with())


@pytest.mark.parametrize(
    "old", [b'"detection_threshold": 0.5', b'"fmr": 0.01', b'"size": 3', b'"trials": 10']
)
def test_any_edit_is_noticed(old):
    content = encode_card(CARD)
    assert old in content
    with pytest.raises(CardError, match="digest does not match"):
        decode_card(content.replace(old, old[:-1] + b"9"))


def with_first_field(field: bytes) -> bytes:
    return encode_card(CARD).replace(b"{", b"{" + field + b",", 1)


NO_CARDS = {
    "empty": b"",
    "without fields": b"{}",
    "a list": b"[]",
    "nothing": b"null",
    "not text": b"\xff\x00",
    "cut short": encode_card(CARD)[:200],
    "with a byte order mark": b"\xef\xbb\xbf" + encode_card(CARD),
    "a word for a number": encode_card(CARD).replace(b'"dimensions": 3', b'"dimensions": "three"'),
    "not a number": encode_card(CARD).replace(b'"detection_threshold": 0.5', b'"detection_threshold": NaN'),
    "endless": encode_card(CARD).replace(b'"detection_threshold": 0.5', b'"detection_threshold": 1e999'),
    "vast crops": encode_card(CARD).replace(b'"crop_size": 100', b'"crop_size": 1' + b"0" * 30),
    "nested without end": b"[" * 100_000,
    "an unknown field nested without end": with_first_field(b'"unknown": ' + b"[" * 100_000 + b"]" * 100_000),
}


@pytest.mark.parametrize("content", NO_CARDS.values(), ids=NO_CARDS)
def test_invalid_cards_are_refused(content):
    with pytest.raises(CardError, match="not a card"):
        decode_card(content)


def test_a_card_of_50_mb_is_refused(monkeypatch):
    with pytest.raises(CardError, match=r"larger than 10,000,000 bytes. Received: 50,000,000"):
        decode_card(bytes(50_000_000))


def test_unknown_fields_of_a_newer_version_are_ignored():
    assert decode_card(with_first_field(b'"colour": "blue"')) == CARD


def test_a_card_of_another_format_is_refused():
    with pytest.raises(CardError, match="not a card"):
        decode_card(encode_card(CARD).replace(b'"format": 1', b'"format": 2'))


def test_a_changed_card_with_a_new_digest_is_valid():
    changed = with_digest(replace(CARD, detection_threshold=0.9))
    assert decode_card(encode_card(changed)) == changed


def test_values_outside_their_range_are_refused():
    edited = encode_card(CARD).replace(b'"detection_threshold": 0.5', b'"detection_threshold": 1.5')
    with pytest.raises(CardError, match="not a card"):
        decode_card(edited)


def test_a_whole_number_in_a_float_field_does_not_change_the_digest():
    card = card_with(calibration=[CalibrationRow(similarity=1, fmr=0, fmr_upper=1, fnmr=1)])
    assert decode_card(encode_card(card)) == card
