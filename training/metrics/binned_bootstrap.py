"""Confidence intervals of metrics of the whole distribution of similarities, by a bootstrap over binned
scores.

Samples draw people where identities are known (LabelledComparisons, see ``training.metrics.bootstrap``), else
the listed comparisons.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from training.metrics.bootstrap import resample
from training.metrics.comparisons import Comparisons, LabelledComparisons
from training.metrics.confidence import percentile_interval
from training.metrics.error_rates import Scores
from training.metrics.weighted_metrics import CALIBRATION_BINS, SortedScores, WeightedScores, weighted

REPLICATES = 200

MAX_BINS = 20_000
"""All pairs of LFW's View 1 are seven million. Comparisons of one kind beyond this number share bins, the
same number in each, at their mean similarity."""

Metric: TypeAlias = Callable[[WeightedScores], float]
"""NaN if it is undefined."""

Weights: TypeAlias = tuple[NDArray[np.integer], NDArray[np.integer]]
DrawWeights: TypeAlias = Callable[[np.random.Generator], Weights]
"""The weight of each genuine and of each impostor comparison, by rising similarity, in a new sample."""


def binned_intervals(
    comparisons: Comparisons, metrics: Sequence[Metric], seed: int = 0, replicates: int = REPLICATES
) -> list[tuple[float, float] | None]:
    """The 95 % percentile interval of each metric; None for one that is not defined in any sample."""
    rows = [[metric(sample) for metric in metrics] for sample in _samples(comparisons, seed, replicates)]
    columns = np.array(rows, np.float64).reshape(-1, len(metrics)).T
    defined = [column[np.isfinite(column)] for column in columns]
    return [percentile_interval(values) if len(values) else None for values in defined]


def _samples(comparisons: Comparisons, seed: int, replicates: int) -> Iterator[WeightedScores]:
    """Only samples with comparisons of both kinds."""
    rng = np.random.default_rng(seed)
    genuine, impostors = (_bin_scores(scores) for scores in (comparisons.genuine, comparisons.impostors))
    draw_weights = (
        _person_weights(comparisons, genuine.order, impostors.order)
        if isinstance(comparisons, LabelledComparisons)
        else _pair_weights(comparisons)
    )
    for _ in range(replicates):
        genuine_weights, impostor_weights = draw_weights(rng)
        sample = WeightedScores(genuine.weighted(genuine_weights), impostors.weighted(impostor_weights))
        if sample.has_both_kinds:
            yield sample


@dataclass(frozen=True, eq=False, slots=True)
class BinnedScores:
    """``order`` (n,) sorts the comparisons by rising similarity; a bin begins at each of ``starts``.
    ``scores`` are the means of the bins."""

    order: NDArray[np.intp]
    starts: NDArray[np.intp]
    scores: Scores

    def weighted(self, weights: NDArray[np.integer]) -> SortedScores:
        """``weights`` (n,) belong to the comparisons in their order."""
        return weighted(self.scores, np.add.reduceat(weights, self.starts, dtype=np.int64))


def _bin_scores(scores: Scores) -> BinnedScores:
    order = np.argsort(scores, kind="stable")
    rising = scores[order]
    # No bin crosses an edge of the calibration bins.
    edges = np.searchsorted(rising, np.linspace(0, 1, CALIBRATION_BINS + 1), side="left")
    grid = np.arange(0, len(rising), -(-len(rising) // MAX_BINS))
    starts = np.unique(np.concatenate([grid, edges[edges < len(rising)]]))
    sizes = np.diff([*starts, len(rising)])
    means = np.add.reduceat(rising, starts, dtype=np.float64) / sizes
    return BinnedScores(order, starts, means.astype(np.float32))


def _person_weights(
    comparisons: LabelledComparisons, genuine: NDArray[np.intp], impostors: NDArray[np.intp]
) -> DrawWeights:
    owners, (one, other) = comparisons.genuine_owners[genuine], comparisons.impostor_owners[:, impostors]
    people = len(comparisons.crops)

    def draw_weights(rng: np.random.Generator) -> Weights:
        counts = resample(people, rng).astype(np.int32)
        return counts[owners], counts[one] * counts[other]

    return draw_weights


def _pair_weights(comparisons: Comparisons) -> DrawWeights:
    genuine, impostors = len(comparisons.genuine), len(comparisons.impostors)

    def draw_weights(rng: np.random.Generator) -> Weights:
        return resample(genuine, rng), resample(impostors, rng)

    return draw_weights
