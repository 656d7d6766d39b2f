import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from training.metrics.confidence import wilson

TRIALS = st.one_of(st.integers(1, 50), st.integers(1, 10**9))


@st.composite
def counts(draw):
    trials = draw(TRIALS)
    return draw(st.one_of(st.just(0), st.just(trials), st.integers(0, trials))), trials


@given(counts())
@example((0, 69))
@example((50, 50))
def test_an_interval_is_within_0_and_1_and_contains_the_share(counted):
    successes, trials = counted
    low, high = wilson(successes, trials)
    assert 0 <= low <= successes / trials <= high <= 1
    assert low < high


@given(counts())
def test_failures_mirror_successes(counted):
    successes, trials = counted
    low, high = wilson(successes, trials)
    assert wilson(trials - successes, trials) == pytest.approx((1 - high, 1 - low), abs=1e-9)


@given(counts(), st.integers(2, 100))
def test_more_trials_of_the_same_share_narrow_the_interval(counted, times):
    successes, trials = counted
    low, high = wilson(successes, trials)
    narrow_low, narrow_high = wilson(successes * times, trials * times)
    assert narrow_high - narrow_low < high - low


@given(counts())
def test_one_more_success_raises_both_ends(counted):
    successes, trials = counted
    if successes < trials:
        (low, high), (higher_low, higher_high) = wilson(successes, trials), wilson(successes + 1, trials)
        assert low <= higher_low and high <= higher_high
