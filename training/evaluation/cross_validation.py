"""Folds, each decided at the threshold that the others choose (LFW's View 2)."""

import math
from dataclasses import replace
from statistics import fmean, stdev

from model.runtime.model_card import Rate
from training.evaluation.comparisons import ProtocolComparisons
from training.evaluation.confusion import Counts, count, decision_measures, share
from training.evaluation.results import Fold, Measure
from training.evaluation.threshold_selection import most_accurate_threshold
from training.metrics.error_rates import rate

OTHER_FOLDS = "threshold of the other folds"


def cross_validate(compared: ProtocolComparisons) -> tuple[list[Fold], list[Measure]]:
    """Each fold's threshold and accuracy; the mean accuracy with its standard error, and what all the folds'
    decisions make together. Both are empty where there are no folds."""
    thresholds = [most_accurate_threshold(others.genuine, others.impostors) for _, others in compared.folds()]
    counts = [
        count(fold, threshold) for (fold, _), threshold in zip(compared.folds(), thresholds, strict=True)
    ]
    folds = [
        Fold(threshold=threshold, accuracy=_accuracy(counted))
        for threshold, counted in zip(thresholds, counts, strict=True)
    ]
    if not folds:
        return [], []
    together = sum(counts[1:], counts[0])
    _, *others = decision_measures(together, compared.protocol.pairs_name, OTHER_FOLDS)
    return folds, [_mean(folds, together, compared.protocol.pairs_name), *others]


def _accuracy(counts: Counts) -> Rate:
    right = counts.hits + counts.refused
    return rate(right, right + counts.missed + counts.false_matches)


def _mean(folds: list[Fold], together: Counts, on: str) -> Measure:
    """With Wilson's interval of all the folds' decisions together."""
    values = [fold.accuracy.value for fold in folds]
    pooled = share("accuracy", _accuracy(together), on, OTHER_FOLDS)
    return replace(pooled, value=fmean(values), standard_error=stdev(values) / math.sqrt(len(values)))
