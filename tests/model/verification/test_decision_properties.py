import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from model.verification.decision import Reason, Thresholds, decide
from tests.support.strategies import SHARES, similarities

THRESHOLDS = st.builds(Thresholds, SHARES, SHARES)
NO_NUMBERS = st.sampled_from([np.nan, -np.inf])


@given(similarities(), THRESHOLDS, SHARES, SHARES)
def test_a_higher_threshold_never_verifies_more(drawn, thresholds, detection, verification):
    stricter = Thresholds(max(thresholds.detection, detection), max(thresholds.verification, verification))
    if decide(drawn, stricter).verified:
        assert decide(drawn, thresholds).verified


@given(similarities(least=1), THRESHOLDS, st.data())
def test_a_more_similar_face_is_never_refused_where_another_passes(drawn, thresholds, data):
    liker = np.maximum(
        drawn, data.draw(arrays.arrays(np.float32, len(drawn), elements=st.floats(0, 1, width=32)))
    )
    if decide(drawn, thresholds).verified:
        assert decide(liker, thresholds).verified


@given(similarities(least=1), THRESHOLDS, st.data(), NO_NUMBERS)
def test_nan_never_helps(drawn, thresholds, data, no_number):
    place = data.draw(st.integers(0, len(drawn) - 1))
    broken = drawn.copy()
    broken[place] = no_number
    assert decide(broken, thresholds).matches == decide(drawn, thresholds).matches - (
        drawn[place] > np.float64(thresholds.detection)
    )
    assert np.isfinite(decide(broken, thresholds).similarity)
    if decide(broken, thresholds).verified:
        assert decide(drawn, thresholds).verified


@given(st.integers(0, 50), THRESHOLDS, NO_NUMBERS)
def test_similarities_of_nan_never_verify(references, thresholds, no_number):
    assert not decide(np.full(references, no_number, np.float32), thresholds).verified


@given(similarities(), THRESHOLDS, st.randoms(use_true_random=False))
def test_the_order_of_references_does_not_matter(drawn, thresholds, random):
    shuffled = drawn[random.sample(range(len(drawn)), len(drawn))]
    assert decide(shuffled, thresholds) == decide(drawn, thresholds)


@given(similarities(least=1), THRESHOLDS)
def test_the_fields_of_a_decision_are_consistent(drawn, thresholds):
    decision = decide(drawn, thresholds)
    assert decision.references == len(drawn) and 0 <= decision.matches <= len(drawn)
    assert decision.similarity == drawn.max()
    assert (decision.similarity > thresholds.detection) == (decision.matches > 0)
    assert decision.verified == (decision.matches > thresholds.verification * decision.references)
    assert decision.reason in (Reason.ENOUGH_MATCHES, Reason.TOO_FEW_MATCHES)


@given(similarities(least=1), SHARES)
def test_at_the_highest_thresholds_no_face_passes(drawn, share):
    assert not decide(drawn, Thresholds(1.0, share)).verified
    assert not decide(drawn, Thresholds(share, 1.0)).verified
