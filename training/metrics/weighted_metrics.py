"""Verification metrics of weighted comparisons: error rates, EER, AUC, d' and calibration error.

Each metric exists once, here. A weight is the number of times that a comparison counts: 1, or the number of
times that a bootstrap sample contains it (``training.metrics.bootstrap``,
``training.metrics.binned_bootstrap``).
"""

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.metrics.comparisons import Comparisons
from training.metrics.error_rates import Scores, allowed_matches

CALIBRATION_BINS = 10


@dataclass(frozen=True, eq=False, slots=True)
class SortedScores:
    """Similarities of one kind of comparison, sorted, with their running weights.

    ``scores`` (n,) rise. ``cumulative`` (n + 1,) is the weight of all comparisons below the k-th score; its
    last element is the total. It starts above 0 where the lowest comparisons count but are not in ``scores``.
    """

    scores: Scores
    cumulative: NDArray[np.int64]

    @property
    def weights(self) -> NDArray[np.int64]:
        return np.diff(self.cumulative)

    @property
    def total(self) -> np.int64:
        return self.cumulative[-1]

    @property
    def comparable(self) -> int:
        """The index of the first comparison with a face on both sides: others have a negative similarity."""
        return int(np.searchsorted(self.scores, 0, side="left"))

    def match_rate(self, threshold: np.floating) -> float:
        """The share above ``threshold``. Float32 is fast, float64 is compared unrounded."""
        below = self.cumulative[np.searchsorted(self.scores, threshold, side="right")]
        return float((self.total - below) / self.total)


@dataclass(frozen=True, eq=False, slots=True)
class WeightedScores:
    """The genuine and the impostor comparisons of one sample."""

    genuine: SortedScores
    impostors: SortedScores

    @property
    def has_both_kinds(self) -> bool:
        """Whether there are comparisons of both kinds: without them no rate is defined."""
        return bool(self.genuine.total > 0 and self.impostors.total > 0)

    def false_match_rate(self, threshold: np.floating) -> float:
        return self.impostors.match_rate(threshold)

    def false_non_match_rate(self, threshold: np.floating) -> float:
        return 1 - self.genuine.match_rate(threshold)


@dataclass(frozen=True, eq=False, slots=True)
class CalibrationBins:
    """(bins,) each, over bins of equal width, with genuine and impostor comparisons at equal priors.

    ``genuine``: weight of the genuine comparisons in a bin, ``total``: of both kinds, ``similarity``: the
    total times its mean similarity.
    """

    genuine: NDArray[np.float64]
    total: NDArray[np.float64]
    similarity: NDArray[np.float64]


def unweighted(comparisons: Comparisons) -> WeightedScores:
    """Every comparison counts once."""
    kinds = (comparisons.genuine, comparisons.impostors)
    return WeightedScores(*(weighted(np.sort(scores), np.ones(len(scores), np.int64)) for scores in kinds))


def weighted(scores: Scores, weights: NDArray[np.integer], below: int = 0) -> SortedScores:
    """``scores`` (n,) rise; ``below`` is the weight of lower comparisons that are not listed."""
    return SortedScores(scores, np.concatenate([[0], np.cumsum(weights)]) + below)


def equal_error_rate(scores: WeightedScores) -> float:
    """The rate at which FMR and FNMR are equal, interpolated linearly between adjacent thresholds."""
    lax, strict = _crossing(scores)
    low, high = scores.false_match_rate(strict), scores.false_match_rate(lax)
    gap_low = low - scores.false_non_match_rate(strict)
    gap_high = high - scores.false_non_match_rate(lax)
    return low + -gap_low / (gap_high - gap_low) * (high - low)


def true_match_rate_at(scores: WeightedScores, fmr: float) -> float:
    """At the lowest similarity that at most the share ``fmr`` of these very impostors exceeds."""
    impostors = scores.impostors
    allowed = allowed_matches(fmr, int(impostors.total))
    place = int(np.searchsorted(impostors.cumulative, impostors.total - allowed, side="left")) - 1
    return 1 - scores.false_non_match_rate(impostors.scores[max(place, 0)])


def roc_auc(scores: WeightedScores) -> float:
    """The area under the ROC curve: the probability that a genuine comparison is more similar than an
    impostor one, where a tie counts half (Hanley and McNeil 1982)."""
    genuine, impostors = scores.genuine, scores.impostors
    lower, lower_or_equal = (
        impostors.cumulative[np.searchsorted(impostors.scores, genuine.scores, side=side)]
        for side in ("left", "right")
    )
    return float(genuine.weights @ (lower + lower_or_equal) / 2 / genuine.total / impostors.total)


def d_prime(scores: WeightedScores) -> float:
    """The distance of the two means in pooled standard deviations, over comparisons with a face on both
    sides. NaN where nothing varies."""
    (genuine, genuine_variance), (impostor, impostor_variance) = (
        _moments(kind) for kind in (scores.genuine, scores.impostors)
    )
    deviation = np.sqrt((genuine_variance + impostor_variance) / 2)
    return float((genuine - impostor) / deviation) if deviation > 1e-9 else float("nan")


def calibration_error(scores: WeightedScores) -> float:
    """The expected calibration error (Naeini, Cooper and Hauskrecht 2015) of similarities as probabilities at
    equal priors, over comparisons with a face on both sides; 0 is best."""
    bins = calibration_bins(scores)
    # The weight of a bin cancels: it multiplies both the genuine share and the mean similarity.
    return float(np.abs(bins.genuine - bins.similarity).sum() / 2)


def calibration_bins(scores: WeightedScores) -> CalibrationBins:
    (genuine, impostors), similarities = zip(
        *(_binned(kind) for kind in (scores.genuine, scores.impostors)), strict=True
    )
    return CalibrationBins(genuine, genuine + impostors, similarities[0] + similarities[1])


def _crossing(scores: WeightedScores) -> tuple[np.float32, np.float32]:
    """The adjacent thresholds with FMR >= FNMR (the lower one) and FMR < FNMR."""

    def is_strict(threshold: np.float32) -> bool:
        return scores.false_match_rate(threshold) < scores.false_non_match_rate(threshold)

    lax, strict = np.float32(-np.inf), np.float32(np.inf)
    for kind in (scores.genuine.scores, scores.impostors.scores):
        first = bisect_left(kind, True, key=is_strict)
        lax = max(lax, kind[first - 1]) if first else lax
        strict = min(strict, kind[first]) if first < len(kind) else strict
    return lax, strict


def _binned(kind: SortedScores) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The weight and the weighted similarity of each bin, as shares of all comparable ones."""
    inner = np.linspace(0, 1, CALIBRATION_BINS + 1)[1:-1]
    edges = [kind.comparable, *np.searchsorted(kind.scores, inner, side="left"), len(kind.scores)]
    comparable = max(kind.total - kind.cumulative[kind.comparable], 1e-12)
    sums = _running_sum(kind.weights * kind.scores.astype(np.float64))
    return np.diff(kind.cumulative[edges]) / comparable, np.diff(sums[edges]) / comparable


def _moments(kind: SortedScores) -> tuple[float, float]:
    """Mean and variance of the comparable ones; NaN when there are none."""
    values = kind.weights * kind.scores.astype(np.float64)
    running = (kind.cumulative, _running_sum(values), _running_sum(values * kind.scores))
    weight, total, squares = (sums[-1] - sums[kind.comparable] for sums in running)
    if weight <= 0:
        return float("nan"), float("nan")
    mean = total / weight
    return float(mean), float(max(0.0, squares / weight - mean**2))


def _running_sum(values: NDArray[np.number]) -> NDArray[np.float64]:
    """(n + 1,): the sum of the first 0, 1, ... n."""
    return np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
