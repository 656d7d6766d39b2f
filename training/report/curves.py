"""The curves that a report draws, as arrays that can be drawn: at most ``MOST_POINTS`` each."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import precision_recall_curve, roc_curve

from training.data.pairs import DIFFERENT, SAME
from training.metrics.comparisons import Comparisons
from training.metrics.error_rates import Scores
from training.metrics.weighted_metrics import reliability, weigh

MOST_POINTS = 2000
UNSURE = 0.1
Curve = NDArray[np.float64]
"""(n,): one coordinate of a curve's points."""


@dataclass(frozen=True, eq=False, slots=True)
class RocCurve:
    """From the strictest threshold to the laxest."""

    fmr: Curve
    tmr: Curve


@dataclass(frozen=True, eq=False, slots=True)
class PrecisionRecall:
    """From the laxest threshold to the strictest."""

    precision: Curve
    recall: Curve


@dataclass(frozen=True, eq=False, slots=True)
class ThresholdCurves:
    """At each of ``thresholds``, which rise."""

    thresholds: Curve
    accuracy: Curve
    fmr: Curve
    fnmr: Curve


@dataclass(frozen=True, eq=False, slots=True)
class ReliabilityBins:
    """(bins,) each; NaN in a bin that holds nothing. ``said`` is the mean similarity, ``same`` the share that
    is genuine, ``weight`` the share of all comparisons, genuine and impostor ones weighing half each. In a
    bin that is not ``sure`` one comparison more would move ``same`` by more than UNSURE."""

    said: Curve
    same: Curve
    weight: Curve
    sure: NDArray[np.bool_]


def roc(found: Comparisons) -> RocCurve:
    fmr, tmr, _ = roc_curve(*_labelled(found), pos_label=SAME)
    kept = _spread(fmr)
    return RocCurve(fmr[kept], tmr[kept])


def precision_recall(found: Comparisons) -> PrecisionRecall:
    same, scores = _labelled(found)
    precision, recall, _ = precision_recall_curve(same, scores, pos_label=SAME, drop_intermediate=True)
    kept = np.unique(np.linspace(0, len(precision) - 1, MOST_POINTS).astype(int))
    return PrecisionRecall(precision[kept], recall[kept])


def over_thresholds(listed: Comparisons, most: Comparisons, thresholds: Curve) -> ThresholdCurves:
    """The accuracy of ``listed`` pairs, the error rates of ``most``."""
    right = _above(listed.genuine, thresholds) * len(listed.genuine)
    right += (1 - _above(listed.impostors, thresholds)) * len(listed.impostors)
    return ThresholdCurves(
        thresholds=thresholds,
        accuracy=right / (len(listed.genuine) + len(listed.impostors)),
        fmr=_above(most.impostors, thresholds),
        fnmr=1 - _above(most.genuine, thresholds),
    )


def reliability_bins(found: Comparisons) -> ReliabilityBins:
    bins = reliability(weigh(found))
    filled = np.where(bins.both > 0, bins.both, np.nan)
    one_more = 1 / max(1, min(len(found.genuine), len(found.impostors)))
    return ReliabilityBins(
        said=bins.said / filled,
        same=bins.same / filled,
        weight=bins.both / 2,
        sure=one_more < UNSURE * bins.both,
    )


def _labelled(found: Comparisons) -> tuple[NDArray[np.int64], Scores]:
    same = np.repeat([SAME, DIFFERENT], [len(found.genuine), len(found.impostors)])
    return same, np.concatenate([found.genuine, found.impostors])


def _above(scores: Scores, thresholds: Curve) -> Curve:
    return np.asarray(1 - np.searchsorted(np.sort(scores), thresholds, side="right") / len(scores))


def _spread(fmr: Curve) -> NDArray[np.intp]:
    """Points evenly far apart in the logarithm of the FMR, and both ends."""
    if len(fmr) <= MOST_POINTS:
        return np.arange(len(fmr))
    lowest = fmr[fmr > 0].min(initial=1.0)
    wanted = np.geomspace(lowest, 1, MOST_POINTS - 1)
    return np.unique([0, *np.searchsorted(fmr, wanted).clip(max=len(fmr) - 1), len(fmr) - 1])
