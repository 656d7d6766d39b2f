"""Metrics of comparisons that all count once: the unweighted front of
``training.metrics.weighted_metrics``."""

from model.runtime.model_card import Rate
from training.metrics import weighted_metrics
from training.metrics.comparisons import Comparisons
from training.metrics.error_rates import Scores, false_non_match_rate, rate, threshold_at_fmr


def equal_error_rate(comparisons: Comparisons) -> float:
    """The rate at which FMR and FNMR are equal."""
    return weighted_metrics.equal_error_rate(weighted_metrics.unweighted(comparisons))


def calibration_error(comparisons: Comparisons) -> float:
    """How far similarities are from probabilities at equal priors; 0 is best."""
    return weighted_metrics.calibration_error(weighted_metrics.unweighted(comparisons))


def true_match_rate_at(fmr: float, genuine: Scores, impostors: Scores) -> Rate:
    """The share of genuine comparisons above the threshold at which the share ``fmr`` of these very impostors
    match. Raises InsufficientDataError when there are too few impostors for that FMR."""
    misses = false_non_match_rate(genuine, threshold_at_fmr(fmr, impostors))
    return rate(misses.trials - misses.count, misses.trials)
