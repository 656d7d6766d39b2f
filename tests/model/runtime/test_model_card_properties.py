import contextlib
from dataclasses import asdict, fields, replace

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from model.runtime.model_card import (
    CalibrationRow,
    Card,
    CardError,
    Fingerprint,
    Rate,
    decode_card,
    encode_card,
    sealed,
)
from tests.bundles import PLAIN
from tests.json_strategies import nearly
from tests.strategies import SHARES

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
COUNTS = st.integers(0, 10**12)
ROWS = st.builds(CalibrationRow, similarity=SHARES, fmr=SHARES, fmr_upper=SHARES, fnmr=SHARES)
RATES = st.builds(Rate, count=COUNTS, trials=COUNTS, value=SHARES, lower=SHARES, upper=SHARES)
CARDS = st.builds(
    Card,
    name=TEXTS,
    created=TEXTS,
    crop_size=st.integers(1, 1000),
    dimensions=COUNTS,
    detection_threshold=SHARES,
    verification_threshold=st.one_of(SHARES, st.sampled_from([0, 1])),
    calibration=st.lists(ROWS, max_size=3),
    metrics=st.dictionaries(TEXTS, RATES, max_size=3),
    data=st.dictionaries(TEXTS, TEXTS, max_size=3),
    licence=TEXTS,
    files=st.dictionaries(TEXTS, st.builds(Fingerprint, sha256=TEXTS, size=COUNTS), max_size=3),
    digest=st.just(""),
)


@given(CARDS)
def test_a_sealed_card_survives_its_file(card):
    assert decode_card(encode_card(sealed(card))) == sealed(card)


@given(CARDS, st.data())
def test_a_changed_byte_is_noticed_or_says_the_same(card, data):
    content = bytearray(encode_card(sealed(card)))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(CardError):
        assert decode_card(bytes(content)) == sealed(card)


@given(CARDS, CARDS, st.sampled_from([field.name for field in fields(Card)]))
def test_a_seal_fits_no_other_card(card, other, field):
    changed = replace(sealed(card), **{field: getattr(sealed(other), field)})
    assume(changed != sealed(card))
    with pytest.raises(CardError):
        decode_card(encode_card(changed))


@given(st.one_of(nearly(asdict(PLAIN)), st.binary(max_size=30)))
@example(encode_card(PLAIN))
@example(b"[" * 100_000)
def test_what_nobody_sealed_is_refused(content):
    with pytest.raises(CardError):
        decode_card(content)
