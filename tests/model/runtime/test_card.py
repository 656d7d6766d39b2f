from dataclasses import replace

import pytest

from model.runtime.card import CalibrationRow, CardError, Fingerprint, Rate, decode_card, encode_card, sealed
from tests.bundles import card_with

CARD = card_with(
    calibration=[CalibrationRow(similarity=0.5, fmr=0.01, fmr_upper=0.02, fnmr=0.1)],
    metrics={"accuracy": Rate(count=9, trials=10, value=0.9, lower=0.6, upper=0.98)},
    files={"head.json": Fingerprint(sha256="00", size=3)},
)


def test_a_card_survives_its_file():
    assert decode_card(encode_card(CARD)) == CARD


@pytest.mark.parametrize(
    "old", [b'"detection_threshold": 0.5', b'"fmr": 0.01', b'"size": 3', b'"trials": 10']
)
def test_any_edit_is_noticed(old):
    content = encode_card(CARD)
    assert old in content
    with pytest.raises(CardError, match="digest does not match"):
        decode_card(content.replace(old, old[:-1] + b"9"))


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff\x00", encode_card(CARD)[:200]])
def test_what_is_no_card_is_refused(content):
    with pytest.raises(CardError, match="not a card"):
        decode_card(content)


def test_a_card_of_another_format_is_refused():
    with pytest.raises(CardError, match="not a card"):
        decode_card(encode_card(CARD).replace(b'"format": 1', b'"format": 2'))


def test_sealing_again_after_a_change_is_valid():
    changed = sealed(replace(CARD, detection_threshold=0.9))
    assert decode_card(encode_card(changed)) == changed


def test_values_outside_their_range_are_refused():
    edited = encode_card(CARD).replace(b'"detection_threshold": 0.5', b'"detection_threshold": 1.5')
    with pytest.raises(CardError, match="not a card"):
        decode_card(edited)


def test_a_whole_number_for_a_fraction_does_not_break_the_seal():
    card = card_with(calibration=[CalibrationRow(similarity=1, fmr=0, fmr_upper=1, fnmr=1)])
    assert decode_card(encode_card(card)) == card
