import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.similarity import MOST_DECIMALS, similarity_words
from tests.strategies import SHARES

NEAR_THE_ENDS = st.integers(1, 30).flatmap(
    lambda exponent: st.floats(0, 1).map(lambda digit: digit * 10.0**-exponent)
)
SIMILARITIES = st.one_of(SHARES, NEAR_THE_ENDS, NEAR_THE_ENDS.map(lambda distance: 1 - distance))


@given(SIMILARITIES)
def test_the_words_are_a_number_that_is_near_without_an_exponent(similarity):
    words = similarity_words(similarity)
    assert set(words) <= set("0123456789.") and len(words) <= 2 + MOST_DECIMALS
    assert (float(words) == 1) == (similarity == 1)
    assert float(words) == pytest.approx(similarity, abs=10**-2)
    assert abs(float(words) - similarity) <= max(0.06 * min(similarity, 1 - similarity), 10.0**-MOST_DECIMALS)


@given(SIMILARITIES, SIMILARITIES)
def test_who_is_liker_is_never_told_a_smaller_number(one, other):
    less, more = sorted((one, other))
    assert float(similarity_words(less)) <= float(similarity_words(more))
