import numpy as np
import pytest

from training.jobs.progress import JobError
from training.metrics.error_rates import (
    equal_error_threshold,
    false_match_rate,
    false_non_match_rate,
    rate,
    threshold_at_fmr,
)

IMPOSTORS = np.array([0.1, 0.2, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], np.float32)
GENUINE = np.array([0.3, 0.6, 0.9, 0.9], np.float32)


@pytest.mark.parametrize(
    ("threshold", "false_matches", "false_non_matches"),
    [(0.0, 10, 0), (0.2, 7, 0), (0.6, 3, 2), (0.9, 0, 4), (1.0, 0, 4)],
)
def test_errors_are_counted_and_a_tie_does_not_match(
    threshold: float, false_matches: int, false_non_matches: int
) -> None:
    edge = float(np.float32(threshold))
    assert false_match_rate(IMPOSTORS, edge).count == false_matches
    assert false_non_match_rate(GENUINE, edge).count == false_non_matches


def test_a_threshold_is_not_rounded_to_the_similarities() -> None:
    above = np.array([0.97], np.float32)
    assert float(above[0]) > 0.97
    assert false_match_rate(above, 0.97).count == 1
    assert false_non_match_rate(above, 0.97).count == 0


def test_a_rate_holds_its_counts_and_interval() -> None:
    found = rate(1, 4)
    assert (found.count, found.trials, found.value) == (1, 4, 0.25)
    assert 0 < found.lower < 0.25 < found.upper < 1


def test_without_an_error_the_interval_still_has_a_width() -> None:
    assert rate(0, 100).upper == pytest.approx(0.037, abs=0.001)


def test_a_rate_of_nothing_is_an_error() -> None:
    with pytest.raises(JobError, match="trials=0"):
        rate(0, 0)


@pytest.mark.parametrize(
    ("fmr", "threshold"), [(0.1, 0.8), (0.2, 0.7), (0.15, 0.8), (0.8, 0.2), (0.7, 0.2), (1.0, 0.0)]
)
def test_the_smallest_threshold_that_keeps_the_false_match_rate(fmr: float, threshold: float) -> None:
    found = threshold_at_fmr(fmr, IMPOSTORS)
    assert found == pytest.approx(threshold)
    assert false_match_rate(IMPOSTORS, found).value <= fmr


def test_ten_impostors_are_too_few_for_one_in_a_hundred() -> None:
    with pytest.raises(JobError, match="Received: 10"):
        threshold_at_fmr(0.01, IMPOSTORS)


@pytest.mark.parametrize(
    ("genuine", "impostors", "threshold"),
    [([0.8, 0.9], [0.1, 0.2], 0.2), ([0.2, 0.9], [0.1, 0.8], 0.2), ([0.5, 0.5], [0.5, 0.5], 0.5)],
    ids=["separate", "one error each", "all equal"],
)
def test_the_threshold_where_both_error_rates_are_nearest(
    genuine: list[float], impostors: list[float], threshold: float
) -> None:
    assert equal_error_threshold(np.array(genuine), np.array(impostors)) == pytest.approx(threshold)
