import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.terminal.similarity_format import MAX_DECIMALS, format_similarity
from tests.support.strategies import SHARES

NEAR_THE_ENDS = st.integers(1, 30).flatmap(
    lambda exponent: st.floats(0, 1).map(lambda digit: digit * 10.0**-exponent)
)
SIMILARITIES = st.one_of(SHARES, NEAR_THE_ENDS, NEAR_THE_ENDS.map(lambda distance: 1 - distance))


@pytest.mark.slow
@given(SIMILARITIES)
def test_the_text_is_a_close_number_without_an_exponent(similarity):
    text = format_similarity(similarity)
    assert set(text) <= set("0123456789.") and len(text) <= 2 + MAX_DECIMALS
    assert (float(text) == 1) == (similarity == 1)
    assert float(text) == pytest.approx(similarity, abs=10**-2)
    assert abs(float(text) - similarity) <= max(0.06 * min(similarity, 1 - similarity), 10.0**-MAX_DECIMALS)


@given(SIMILARITIES, SIMILARITIES)
def test_a_higher_similarity_never_reads_as_a_smaller_number(one, other):
    less, more = sorted((one, other))
    assert float(format_similarity(less)) <= float(format_similarity(more))
