import numpy as np
import pytest

from training.jobs.progress import JobError
from training.metrics.verification_metrics import (
    equal_error_rate,
    evaluate,
    probability_error,
    true_match_rate_at,
)

GENUINE = np.array([0.9, 0.8, 0.8, 0.4], np.float32)
IMPOSTORS = np.array([0.1, 0.2, 0.3, 0.3, 0.5, 0.85], np.float32)


def test_a_table_to_check_in_the_head() -> None:
    found = evaluate(GENUINE, IMPOSTORS, 0.6)
    assert (found.accuracy.count, found.accuracy.trials) == (8, 10)
    assert found.precision is not None
    assert (found.precision.count, found.precision.trials) == (3, 4)
    assert (found.recall.count, found.recall.trials) == (3, 4)
    assert found.f1 == pytest.approx(0.75)
    assert (found.fmr.count, found.fmr.trials) == (1, 6)
    assert (found.fnmr.count, found.fnmr.trials) == (1, 4)


def test_a_tie_with_the_threshold_does_not_match() -> None:
    found = evaluate(GENUINE, IMPOSTORS, float(np.float32(0.8)))
    assert (found.recall.count, found.fmr.count) == (1, 1)


def test_precision_is_undefined_when_nothing_matches() -> None:
    found = evaluate(GENUINE, IMPOSTORS, 0.95)
    assert found.precision is None
    assert found.f1 == 0


@pytest.mark.parametrize(
    ("genuine", "impostors", "rate"),
    [
        ([0.8, 0.9], [0.1, 0.2], 0.0),
        ([0.1, 0.2], [0.8, 0.9], 1.0),
        ([0.5, 0.5], [0.5, 0.5], 0.5),
        ([0.3, 0.9], [0.1, 0.4], 0.5),
        ([0.2, 0.7, 0.8, 0.9], [0.1, 0.1, 0.1, 0.75], 0.25),
    ],
    ids=["apart", "the wrong way round", "all alike", "interleaved", "one error in four each"],
)
def test_the_equal_error_rate(genuine: list[float], impostors: list[float], rate: float) -> None:
    assert equal_error_rate(np.array(genuine), np.array(impostors)) == pytest.approx(rate)


@pytest.mark.parametrize(("fmr", "hits"), [(0.17, 3), (0.5, 4), (0.34, 4)])
def test_the_true_match_rate_at_a_false_match_rate(fmr: float, hits: int) -> None:
    found = true_match_rate_at(fmr, GENUINE, IMPOSTORS)
    assert (found.count, found.trials) == (hits, 4)


@pytest.mark.parametrize(("genuine", "impostors"), [(GENUINE[:0], IMPOSTORS), (GENUINE, IMPOSTORS[:0])])
def test_nothing_to_judge_is_an_error(genuine: np.ndarray, impostors: np.ndarray) -> None:
    with pytest.raises(JobError, match="trials=0"):
        evaluate(genuine, impostors, 0.5)


@pytest.mark.parametrize(
    ("genuine", "impostors", "expected"),
    [
        # Of those at 0.75, three quarters are genuine; of those at 0.25, one quarter.
        ([0.75, 0.75, 0.75, 0.25], [0.75, 0.25, 0.25, 0.25], 0.0),
        # However many impostors there are: the priors stay equal.
        ([0.75, 0.75, 0.75, 0.25], [0.75, 0.25, 0.25, 0.25] * 5, 0.0),
        ([1.0], [0.0], 0.0),
        # Half are genuine where three quarters are said to be, and where one quarter is.
        ([0.75, 0.25], [0.75, 0.25], 0.25),
        ([0.0], [1.0], 1.0),
    ],
)
def test_similarities_are_held_against_probabilities(
    genuine: list[float], impostors: list[float], expected: float
) -> None:
    received = probability_error(np.array(genuine, np.float32), np.array(impostors, np.float32))
    assert received == pytest.approx(expected, abs=1e-6)
