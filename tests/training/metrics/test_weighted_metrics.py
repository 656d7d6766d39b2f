"""Each metric by hand, with ties, and against scikit-learn."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score, roc_curve

from tests.support.comparisons import comparisons_of
from training.data.pairs import DIFFERENT, SAME
from training.metrics.weighted_metrics import (
    WeightedScores,
    calibration_error,
    d_prime,
    equal_error_rate,
    roc_auc,
    true_match_rate_at,
    unweighted,
    weighted,
)


def once(genuine: list[float], impostors: list[float]) -> WeightedScores:
    return unweighted(comparisons_of(genuine, impostors))


def labelled(genuine: list[float], impostors: list[float]) -> tuple[np.ndarray, np.ndarray]:
    labels = np.repeat([SAME, DIFFERENT], [len(genuine), len(impostors)])
    return labels, np.array([*genuine, *impostors], np.float32)


def beta_scores(digits: int) -> tuple[list[float], list[float]]:
    rng = np.random.default_rng(digits)
    genuine, impostors = (rng.beta(*ends, 60).round(digits).tolist() for ends in ((5, 2), (2, 5)))
    return genuine, impostors


EQUAL_ERROR_RATES = {
    "separate": ([0.8, 0.9], [0.1, 0.2], 0.0),
    "reversed": ([0.1, 0.2], [0.8, 0.9], 1.0),
    "all equal": ([0.5, 0.5], [0.5, 0.5], 0.5),
    "interleaved": ([0.3, 0.9], [0.1, 0.4], 0.5),
    "one error in four each": ([0.2, 0.7, 0.8, 0.9], [0.1, 0.1, 0.1, 0.75], 0.25),
}


@pytest.mark.parametrize(("genuine", "impostors", "rate"), EQUAL_ERROR_RATES.values(), ids=EQUAL_ERROR_RATES)
def test_equal_error_rate_by_hand(genuine: list[float], impostors: list[float], rate: float) -> None:
    assert equal_error_rate(once(genuine, impostors)) == pytest.approx(rate)


def sklearn_equal_error_rate(genuine: list[float], impostors: list[float]) -> float:
    labels, scores = labelled(genuine, impostors)
    fmr, tmr, _ = roc_curve(labels, scores, pos_label=SAME, drop_intermediate=False)
    return float(np.interp(0, fmr - (1 - tmr), fmr))


@pytest.mark.parametrize("digits", [1, 2, 7])
def test_equal_error_rate_and_area_agree_with_scikit_learn(digits: int) -> None:
    genuine, impostors = beta_scores(digits)
    assert equal_error_rate(once(genuine, impostors)) == pytest.approx(
        sklearn_equal_error_rate(genuine, impostors)
    )
    assert roc_auc(once(genuine, impostors)) == pytest.approx(roc_auc_score(*labelled(genuine, impostors)))


AREAS = {
    "separate": ([0.8, 0.9], [0.1, 0.2], 1.0),
    "reversed": ([0.1], [0.8, 0.9], 0.0),
    "all equal": ([0.5, 0.5], [0.5], 0.5),
    # Of six comparisons of one with the other, 0.4 loses to 0.5 and ties with 0.4.
    "a loss and a tie": ([0.4, 0.9], [0.1, 0.4, 0.5], 4.5 / 6),
    "one without a face loses": ([-1.0, 0.9], [0.1], 0.5),
}


@pytest.mark.parametrize(("genuine", "impostors", "area"), AREAS.values(), ids=AREAS)
def test_area_by_hand(genuine: list[float], impostors: list[float], area: float) -> None:
    assert roc_auc(once(genuine, impostors)) == pytest.approx(area)


def test_d_prime_by_hand() -> None:
    # Means 0.8 and 0.3, both with a standard deviation of 0.1.
    assert d_prime(once([0.7, 0.9], [0.2, 0.4])) == pytest.approx(5, rel=1e-5)
    assert d_prime(once([0.7, 0.9, -1.0], [0.2, 0.4, -1.0])) == pytest.approx(5, rel=1e-5)


@pytest.mark.parametrize("genuine", [[0.9, 0.9], [-1.0]], ids=["nothing varies", "no face"])
def test_d_prime_is_not_always_defined(genuine: list[float]) -> None:
    assert np.isnan(d_prime(once(genuine, [0.1, 0.1])))


CALIBRATION_ERRORS = {
    # Of those at 0.75, three quarters are genuine; of those at 0.25, one quarter.
    "calibrated": ([0.75, 0.75, 0.75, 0.25], [0.75, 0.25, 0.25, 0.25], 0.0),
    "the priors stay equal": ([0.75, 0.75, 0.75, 0.25], [0.75, 0.25, 0.25, 0.25] * 5, 0.0),
    "perfect": ([1.0], [0.0], 0.0),
    # Half are genuine where the similarity says three quarters, and where it says one quarter.
    "uninformative": ([0.75, 0.25], [0.75, 0.25], 0.25),
    "reversed": ([0.0], [1.0], 1.0),
    "comparisons without a face do not count": ([0.75, 0.25, -1.0], [0.75, 0.25, -1.0], 0.25),
}


@pytest.mark.parametrize(
    ("genuine", "impostors", "error"), CALIBRATION_ERRORS.values(), ids=CALIBRATION_ERRORS
)
def test_calibration_error_by_hand(genuine: list[float], impostors: list[float], error: float) -> None:
    assert calibration_error(once(genuine, impostors)) == pytest.approx(error, abs=1e-6)


def test_calibration_error_agrees_with_histograms() -> None:
    genuine, impostors = beta_scores(7)
    edges = np.linspace(0, 1, 11)
    shares = np.histogram(genuine, edges)[0] / 60
    sums = sum(np.histogram(scores, edges, weights=scores)[0] / 60 for scores in (genuine, impostors))
    expected = np.abs(shares - sums).sum() / 2
    assert calibration_error(once(genuine, impostors)) == pytest.approx(expected, abs=1e-6)


def test_a_weight_counts_like_so_many_equal_comparisons() -> None:
    genuine, impostors = np.array([0.3, 0.6, 0.9], np.float32), np.array([0.1, 0.5, 0.7], np.float32)
    counts = (np.array([1, 0, 3]), np.array([2, 4, 1]))
    heavy = WeightedScores(weighted(genuine, counts[0]), weighted(impostors, counts[1]))
    written_out = once(genuine.repeat(counts[0]).tolist(), impostors.repeat(counts[1]).tolist())
    for metric in (equal_error_rate, roc_auc, d_prime, calibration_error):
        assert metric(heavy) == pytest.approx(metric(written_out))
    for fmr in (0.1, 0.2, 0.5, 0.9):
        assert true_match_rate_at(heavy, fmr) == true_match_rate_at(written_out, fmr)


def test_impostors_below_the_listed_ones_only_count() -> None:
    genuine = weighted(np.array([0.3, 0.6, 0.9], np.float32), np.ones(3, int))
    highest = weighted(np.array([0.5, 0.7], np.float32), np.ones(2, int), below=8)
    whole = weighted(np.array([*np.linspace(0.1, 0.2, 8), 0.5, 0.7], np.float32), np.ones(10, int))
    cut, full = WeightedScores(genuine, highest), WeightedScores(genuine, whole)
    assert cut.false_match_rate(np.float32(0.6)) == full.false_match_rate(np.float32(0.6)) == 0.1
    assert true_match_rate_at(cut, 0.1) == true_match_rate_at(full, 0.1)


def test_a_threshold_in_float64_is_not_rounded() -> None:
    above = once([0.97], [0.97])
    assert float(np.float32(0.97)) > 0.97
    assert above.false_match_rate(np.float64(0.97)) == 1
    assert above.false_match_rate(np.float32(0.97)) == 0


def test_rates_need_comparisons_of_both_kinds() -> None:
    assert once([0.5], [0.5]).has_both_kinds
    assert not once([], [0.5]).has_both_kinds
    assert not once([0.5], []).has_both_kinds
