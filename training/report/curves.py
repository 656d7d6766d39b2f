"""The curves of a report, as arrays of at most MAX_POINTS points."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import precision_recall_curve, roc_curve

from training.data.pairs import DIFFERENT, SAME
from training.metrics.comparisons import Comparisons
from training.metrics.error_rates import Scores
from training.metrics.weighted_metrics import calibration_bins, unweighted

MAX_POINTS = 2000
MAX_SHIFT = 0.1
Curve: TypeAlias = NDArray[np.float64]
"""(n,): one coordinate of a curve's points."""


@dataclass(frozen=True, eq=False, slots=True)
class RocCurve:
    """From the strictest threshold to the laxest, with a point for each number of matches, even where no
    threshold causes an error."""

    fmr: Curve
    tmr: Curve


@dataclass(frozen=True, eq=False, slots=True)
class PrecisionRecallCurve:
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
class ReliabilityDiagram:
    """(bins,) each; NaN in an empty bin.

    ``similarity`` is the mean, ``genuine_share`` the share of genuine comparisons, ``weight`` the share of
    all comparisons, where genuine and impostor ones count half each. In a ``reliable`` bin one more
    comparison would move ``genuine_share`` by less than MAX_SHIFT.
    """

    similarity: Curve
    genuine_share: Curve
    weight: Curve
    reliable: NDArray[np.bool_]


def compute_roc(comparisons: Comparisons) -> RocCurve:
    fmr, tmr, _ = roc_curve(*_labelled(comparisons), pos_label=SAME, drop_intermediate=False)
    points = _log_spaced(fmr)
    return RocCurve(fmr[points], tmr[points])


def compute_precision_recall(comparisons: Comparisons) -> PrecisionRecallCurve:
    same, scores = _labelled(comparisons)
    precision, recall, _ = precision_recall_curve(same, scores, pos_label=SAME, drop_intermediate=True)
    points = np.unique(np.linspace(0, len(precision) - 1, MAX_POINTS).astype(int))
    return PrecisionRecallCurve(precision[points], recall[points])


def compute_threshold_curves(listed: Comparisons, widest: Comparisons, thresholds: Curve) -> ThresholdCurves:
    """The accuracy of ``listed`` pairs, the error rates of ``widest``."""
    correct = _match_rates(listed.genuine, thresholds) * len(listed.genuine)
    correct += (1 - _match_rates(listed.impostors, thresholds)) * len(listed.impostors)
    return ThresholdCurves(
        thresholds=thresholds,
        accuracy=correct / (len(listed.genuine) + len(listed.impostors)),
        fmr=_match_rates(widest.impostors, thresholds),
        fnmr=1 - _match_rates(widest.genuine, thresholds),
    )


def compute_reliability(comparisons: Comparisons) -> ReliabilityDiagram:
    bins = calibration_bins(unweighted(comparisons))
    filled = np.where(bins.total > 0, bins.total, np.nan)
    one_more = 1 / max(1, min(len(comparisons.genuine), len(comparisons.impostors)))
    return ReliabilityDiagram(
        similarity=bins.similarity / filled,
        genuine_share=bins.genuine / filled,
        weight=bins.total / 2,
        reliable=one_more < MAX_SHIFT * bins.total,
    )


def _labelled(comparisons: Comparisons) -> tuple[NDArray[np.int64], Scores]:
    same = np.repeat([SAME, DIFFERENT], [len(comparisons.genuine), len(comparisons.impostors)])
    return same, np.concatenate([comparisons.genuine, comparisons.impostors])


def _match_rates(scores: Scores, thresholds: Curve) -> Curve:
    return np.asarray(1 - np.searchsorted(np.sort(scores), thresholds, side="right") / len(scores))


def _log_spaced(fmr: Curve) -> NDArray[np.intp]:
    """Indices of points with about equal distances in the logarithm of the FMR, and of both ends."""
    if len(fmr) <= MAX_POINTS:
        return np.arange(len(fmr))
    lowest = fmr[fmr > 0].min(initial=1.0)
    wanted = np.geomspace(lowest, 1, MAX_POINTS - 1)
    return np.unique([0, *np.searchsorted(fmr, wanted).clip(max=len(fmr) - 1), len(fmr) - 1])
