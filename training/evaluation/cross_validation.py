"""Cross-validation: decide each fold at the threshold that the other folds select (LFW's View 2)."""

import math
from dataclasses import replace
from statistics import fmean, stdev

from training.evaluation.comparisons import ProtocolComparisons
from training.evaluation.decision_measures import decision_measures, rate_measure
from training.evaluation.results import Fold, Measure, MeasureName, ThresholdName
from training.evaluation.threshold_selection import most_accurate_threshold
from training.metrics.confusion import ConfusionMatrix, count_decisions


def cross_validate(comparisons: ProtocolComparisons) -> tuple[list[Fold], list[Measure]]:
    """The folds, and the measures of their decisions together; the accuracy is the mean over folds, with its
    standard error. Both are empty if there are no folds."""
    splits = list(comparisons.folds())
    if not splits:
        return [], []
    thresholds = [most_accurate_threshold(others.genuine, others.impostors) for _, others in splits]
    matrices = [
        count_decisions(fold, threshold) for (fold, _), threshold in zip(splits, thresholds, strict=True)
    ]
    folds = [
        Fold(threshold=threshold, accuracy=matrix.accuracy)
        for threshold, matrix in zip(thresholds, matrices, strict=True)
    ]
    pooled = sum(matrices[1:], matrices[0])
    on = comparisons.protocol.pairs_name
    _, *others = decision_measures(pooled, on, ThresholdName.OTHER_FOLDS)
    return folds, [_mean_accuracy(folds, pooled, on), *others]


def _mean_accuracy(folds: list[Fold], pooled: ConfusionMatrix, on: str) -> Measure:
    """With Wilson's interval of all decisions together."""
    values = [fold.accuracy.value for fold in folds]
    measure = rate_measure(MeasureName.ACCURACY, pooled.accuracy, on, ThresholdName.OTHER_FOLDS)
    return replace(measure, value=fmean(values), standard_error=stdev(values) / math.sqrt(len(values)))
