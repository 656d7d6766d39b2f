import pytest

from training.metrics.confidence import clopper_pearson, wilson

KNOWN = {
    "none of ten": (0, 10, 0.0, 0.27753),
    "all of ten": (10, 10, 0.72247, 1.0),
    "half of ten": (5, 10, 0.23659, 0.76341),
    "one of a thousand": (1, 1000, 0.00018, 0.00564),
    "none of one": (0, 1, 0.0, 0.79346),
}


@pytest.mark.parametrize(("successes", "trials", "low", "high"), KNOWN.values(), ids=KNOWN)
def test_known_intervals(successes: int, trials: int, low: float, high: float) -> None:
    assert wilson(successes, trials) == pytest.approx((low, high), abs=1e-5)


@pytest.mark.parametrize(("successes", "trials"), [(0, 0), (-1, 10), (11, 10)])
def test_impossible_counts_are_rejected(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match=f"successes={successes}, trials={trials}"):
        wilson(successes, trials)


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (0, 42, 0.0, 0.0841),
        (0, 51, 0.0, 0.0698),
        (3, 60, 0.0104, 0.1392),
        (10, 10, 0.6915, 1.0),
        (1, 1, 0.025, 1.0),
    ],
)
def test_exact_intervals(successes: int, trials: int, low: float, high: float) -> None:
    assert clopper_pearson(successes, trials) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize(("successes", "trials"), [(0, 0), (2, 1), (-1, 5)])
def test_impossible_counts_have_no_exact_interval(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="Received"):
        clopper_pearson(successes, trials)
