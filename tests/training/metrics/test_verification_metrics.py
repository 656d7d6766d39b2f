import numpy as np
import pytest

from tests.support.comparisons import comparisons_of
from training.jobs.progress import InsufficientDataError
from training.metrics import weighted_metrics
from training.metrics.verification_metrics import calibration_error, equal_error_rate, true_match_rate_at

GENUINE = np.array([0.9, 0.8, 0.8, 0.4], np.float32)
IMPOSTORS = np.array([0.1, 0.2, 0.3, 0.3, 0.5, 0.85], np.float32)


def test_every_comparison_counts_once() -> None:
    comparisons = comparisons_of([0.2, 0.7, 0.8, 0.9], [0.1, 0.1, 0.1, 0.75])
    once = weighted_metrics.unweighted(comparisons)
    assert equal_error_rate(comparisons) == weighted_metrics.equal_error_rate(once) == pytest.approx(0.25)
    assert calibration_error(comparisons) == weighted_metrics.calibration_error(once) > 0


@pytest.mark.parametrize(("fmr", "hits"), [(0.17, 3), (0.5, 4), (0.34, 4)])
def test_the_true_match_rate_at_a_false_match_rate(fmr: float, hits: int) -> None:
    rate = true_match_rate_at(fmr, GENUINE, IMPOSTORS)
    assert (rate.count, rate.trials) == (hits, 4)


def test_too_few_impostors_are_an_error() -> None:
    with pytest.raises(InsufficientDataError, match="Received: 6"):
        true_match_rate_at(0.01, GENUINE, IMPOSTORS)
