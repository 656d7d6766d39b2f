import contextlib
import json
from dataclasses import fields, replace

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from msgspec import UNSET

from model.runtime.model_card import (
    CalibrationRow,
    Card,
    CardError,
    FileDigest,
    Rate,
    decode_card,
    encode_card,
    with_digest,
)
from tests.support.bundles import PLAIN
from tests.support.json_strategies import nearly
from tests.support.strategies import SHARES

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
    files=st.dictionaries(TEXTS, st.builds(FileDigest, sha256=TEXTS, size=COUNTS), max_size=3),
    digest=st.just(""),
    look_alikes=st.one_of(st.just(UNSET), st.lists(ROWS, max_size=3)),
)


@given(CARDS)
def test_a_card_with_its_digest_survives_encoding(card):
    assert decode_card(encode_card(with_digest(card))) == with_digest(card)


@given(CARDS, st.data())
def test_a_changed_byte_is_noticed_or_does_not_change_the_card(card, data):
    content = bytearray(encode_card(with_digest(card)))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(CardError):
        assert decode_card(bytes(content)) == with_digest(card)


@given(CARDS, CARDS, st.sampled_from([field.name for field in fields(Card)]))
def test_a_digest_fits_no_other_card(card, other, field):
    changed = replace(with_digest(card), **{field: getattr(with_digest(other), field)})
    assume(changed != with_digest(card))
    with pytest.raises(CardError):
        decode_card(encode_card(changed))


@given(st.one_of(nearly(json.loads(encode_card(PLAIN))), st.binary(max_size=30)))
@example(encode_card(PLAIN))
@example(b"[" * 100_000)
def test_arbitrary_content_is_refused(content):
    with pytest.raises(CardError):
        decode_card(content)
