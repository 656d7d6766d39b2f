import numpy as np
import pytest

from tests.support.comparisons import Cosine, clustered_embeddings, comparisons_of
from training.metrics import binned_bootstrap
from training.metrics.binned_bootstrap import binned_intervals
from training.metrics.bootstrap import people_interval
from training.metrics.comparisons import compare_all
from training.metrics.weighted_metrics import calibration_error, d_prime, equal_error_rate, roc_auc


def test_samples_of_people_are_those_of_the_exact_bootstrap() -> None:
    people = np.arange(12).repeat(3)
    comparisons = compare_all(Cosine(), clustered_embeddings(people, 0.9), people)
    (received,) = binned_intervals(comparisons, [equal_error_rate], seed=3, replicates=50)
    expected = people_interval(comparisons, equal_error_rate, 1.0, seed=3, replicates=50)
    assert received == pytest.approx(expected, abs=1e-6)


def test_the_interval_of_listed_pairs_contains_the_truth_about_as_often_as_it_says() -> None:
    rng, contained = np.random.default_rng(0), 0
    for _ in range(40):
        genuine, impostors = rng.normal(0.6, 0.1, 40), rng.normal(0.4, 0.1, 40)
        pairs = comparisons_of(genuine.tolist(), impostors.tolist())
        ((lower, upper),) = binned_intervals(pairs, [roc_auc], replicates=80)  # type: ignore[misc]
        contained += lower < 0.9214 < upper  # the normal distribution at 2 / sqrt(2)
    assert 33 <= contained <= 40


def test_a_metric_that_no_sample_defines_has_no_interval() -> None:
    assert binned_intervals(comparisons_of([0.9], [0.1]), [d_prime], replicates=5) == [None]


def test_samples_are_seeded() -> None:
    pairs = comparisons_of([0.2, 0.7, 0.8, 0.9], [0.1, 0.3, 0.75])
    first, again, other = (binned_intervals(pairs, [roc_auc], seed, 20) for seed in (1, 1, 2))
    assert first == again != other
    assert binned_bootstrap.REPLICATES >= 200


def test_coarse_bins_hardly_change_an_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    people = np.arange(40).repeat(4)
    comparisons = compare_all(Cosine(), clustered_embeddings(people, 0.9), people)
    metrics = [roc_auc, d_prime, calibration_error]
    exact = binned_intervals(comparisons, metrics, replicates=30)
    monkeypatch.setattr(binned_bootstrap, "MAX_BINS", 1000)
    coarse = binned_intervals(comparisons, metrics, replicates=30)
    assert len(comparisons.impostors) > 12 * binned_bootstrap.MAX_BINS
    np.testing.assert_allclose(np.array(coarse), np.array(exact), rtol=1e-3)
    assert coarse != exact
