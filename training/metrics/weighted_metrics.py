"""Measures of comparisons that weigh differently: as they are, or as often as their people were drawn again.

Resampling is over people where identities are known (LabelledComparisons, see training.metrics.bootstrap),
else over the listed comparisons.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.metrics.bootstrap import QUANTILES_95, drawn_again
from training.metrics.comparisons import Comparisons, LabelledComparisons
from training.metrics.error_rates import Scores
from training.metrics.verification_metrics import PROBABILITY_BINS

REPLICATES = 200

MOST_CELLS = 20_000
"""All pairs of LFW's judges are seven million. In a draw, comparisons of one kind beyond so many are put
together with their neighbours, by the same number each, at their mean similarity."""


@dataclass(frozen=True, eq=False, slots=True)
class Group:
    """``scores`` rise; ``weights``, ``sums`` and ``squares`` (n + 1,) are those of the first 0, 1, ... n:
    of the weights, of weighted similarities, of their weighted squares."""

    scores: Scores
    weights: NDArray[np.float64]
    sums: NDArray[np.float64]
    squares: NDArray[np.float64]

    @property
    def total(self) -> float:
        return float(self.weights[-1])

    @property
    def first(self) -> int:
        """The first comparison that could be made: one without a face has a similarity below 0."""
        return int(np.searchsorted(self.scores, 0, side="left"))


@dataclass(frozen=True, eq=False, slots=True)
class Weighed:
    """Both kinds of comparisons."""

    genuine: Group
    impostors: Group

    @property
    def complete(self) -> bool:
        return self.genuine.total > 0 and self.impostors.total > 0


Measuring = Callable[[Weighed], float]
"""NaN where it is not defined."""


def weigh(found: Comparisons) -> Weighed:
    """Each comparison once."""
    kinds = (found.genuine, found.impostors)
    return Weighed(*(_group(np.sort(scores), np.ones(len(scores))) for scores in kinds))


def intervals(
    found: Comparisons, measures: Sequence[Measuring], seed: int = 0, replicates: int = REPLICATES
) -> list[tuple[float, float] | None]:
    """The 95 % percentile interval of each measure; None for one that no draw defines."""
    rows = [[measure(draw) for measure in measures] for draw in _draws(found, seed, replicates)]
    values = np.array(rows, np.float64).reshape(-1, len(measures)).T
    return [_quantiles(column[np.isfinite(column)]) for column in values]


def area(weighed: Weighed) -> float:
    """The area under the ROC curve: how probably a genuine comparison is more similar than an impostor one;
    a tie counts half (Hanley and McNeil 1982)."""
    genuine, impostors = weighed.genuine, weighed.impostors
    below, upto = (
        impostors.weights[np.searchsorted(impostors.scores, genuine.scores, side=side)]
        for side in ("left", "right")
    )
    return float(np.diff(genuine.weights) @ (below + upto) / 2 / genuine.total / impostors.total)


def sensitivity(weighed: Weighed) -> float:
    """d', how far both kinds lie apart: the distance of the means in standard deviations, which are averaged
    as variances. NaN where nothing varies. Over comparisons that could be made."""
    (one, one_variance), (other, other_variance) = (
        _moments(group) for group in (weighed.genuine, weighed.impostors)
    )
    spread = np.sqrt((one_variance + other_variance) / 2)
    return float((one - other) / spread) if spread > 1e-9 else float("nan")


def probability_error(weighed: Weighed) -> float:
    """``training.metrics.verification_metrics.probability_error`` of comparisons that could be made."""
    bins = reliability(weighed)
    return float(np.abs(bins.same - bins.said).sum() / 2)


def equal_error(weighed: Weighed) -> float:
    """``training.metrics.verification_metrics.equal_error_rate``."""
    genuine, impostors = weighed.genuine, weighed.impostors
    known = np.unique(np.concatenate([genuine.scores, impostors.scores]))
    missed = np.concatenate([[0], _upto(genuine, known)])
    matched = np.concatenate([[1], 1 - _upto(impostors, known)])
    # From the laxest threshold on, FMR - FNMR falls from 1 to -1.
    after = int(np.argmax(matched - missed <= 0))
    gaps = (matched - missed)[[after - 1, after]]
    return float(matched[after] + (matched[after - 1] - matched[after]) * -gaps[1] / (gaps[0] - gaps[1]))


@dataclass(frozen=True, eq=False, slots=True)
class Reliability:
    """(bins,) each, over bins of equal width, at equal priors. ``same``: what genuine comparisons weigh in
    the bin; ``both``: what both kinds weigh; ``said``: that, times their mean similarity."""

    same: NDArray[np.float64]
    both: NDArray[np.float64]
    said: NDArray[np.float64]


def reliability(weighed: Weighed) -> Reliability:
    weights, sums = zip(*(_binned(group) for group in (weighed.genuine, weighed.impostors)), strict=True)
    return Reliability(same=weights[0], both=weights[0] + weights[1], said=sums[0] + sums[1])


def _binned(group: Group) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights and weighted similarities in each bin, as shares of the group."""
    inner = np.linspace(0, 1, PROBABILITY_BINS + 1)[1:-1]
    borders = [group.first, *np.searchsorted(group.scores, inner, side="left"), len(group.scores)]
    made = max(group.total - group.weights[group.first], 1e-12)
    return np.diff(group.weights[borders]) / made, np.diff(group.sums[borders]) / made


def _moments(group: Group) -> tuple[float, float]:
    """Mean and variance; NaN when no comparison could be made."""
    weights, sums, squares = (
        running[-1] - running[group.first] for running in (group.weights, group.sums, group.squares)
    )
    if weights <= 0:
        return float("nan"), float("nan")
    mean = sums / weights
    return float(mean), float(max(0.0, squares / weights - mean**2))


def _upto(group: Group, thresholds: Scores) -> NDArray[np.float64]:
    """The share that does not match at each of ``thresholds``."""
    return group.weights[np.searchsorted(group.scores, thresholds, side="right")] / group.total


def _draws(found: Comparisons, seed: int, replicates: int) -> Iterator[Weighed]:
    """Those in which both kinds weigh anything."""
    rng = np.random.default_rng(seed)
    genuine, impostors = (_cells(scores) for scores in (found.genuine, found.impostors))
    weights_of = (
        _people_weights(found, genuine.order, impostors.order)
        if isinstance(found, LabelledComparisons)
        else _pair_weights(found)
    )
    for _ in range(replicates):
        of_genuine, of_impostors = weights_of(rng)
        draw = Weighed(genuine.weighed(of_genuine), impostors.weighed(of_impostors))
        if draw.complete:
            yield draw


@dataclass(frozen=True, eq=False, slots=True)
class Cells:
    """Comparisons in rising ``order`` (n,); a cell begins at each of ``starts``. ``scores``: their means."""

    order: NDArray[np.intp]
    starts: NDArray[np.intp]
    scores: Scores

    def weighed(self, weights: NDArray[np.integer]) -> Group:
        """``weights`` (n,) go with the comparisons in rising order."""
        return _group(self.scores, np.add.reduceat(weights, self.starts, dtype=np.int64))


def _cells(scores: Scores) -> Cells:
    order = np.argsort(scores, kind="stable")
    rising = scores[order]
    edges = np.searchsorted(rising, np.linspace(0, 1, PROBABILITY_BINS + 1), side="left")
    grid = np.arange(0, len(rising), -(-len(rising) // MOST_CELLS))
    starts = np.unique(np.concatenate([grid, edges[edges < len(rising)]]))
    sizes = np.diff([*starts, len(rising)])
    means = np.add.reduceat(rising, starts, dtype=np.float64) / sizes
    return Cells(order, starts, means.astype(np.float32))


Weights = Callable[[np.random.Generator], tuple[NDArray[np.integer], NDArray[np.integer]]]
"""What each genuine and each impostor comparison, in rising order, weighs in a draw."""


def _people_weights(
    crowd: LabelledComparisons, genuine: NDArray[np.intp], impostors: NDArray[np.intp]
) -> Weights:
    owners, (one, other) = crowd.genuine_owners[genuine], crowd.impostor_owners[:, impostors]
    count = len(crowd.crops)

    def draw(rng: np.random.Generator) -> tuple[NDArray[np.integer], NDArray[np.integer]]:
        drawn = drawn_again(count, rng).astype(np.int32)
        return drawn[owners], drawn[one] * drawn[other]

    return draw


def _pair_weights(found: Comparisons) -> Weights:
    genuine, impostors = len(found.genuine), len(found.impostors)

    def draw(rng: np.random.Generator) -> tuple[NDArray[np.integer], NDArray[np.integer]]:
        return drawn_again(genuine, rng), drawn_again(impostors, rng)

    return draw


def _group(scores: Scores, weights: NDArray[np.number]) -> Group:
    weighted = weights * scores.astype(np.float64)
    return Group(scores, _running(weights), _running(weighted), _running(weighted * scores))


def _running(values: NDArray[np.number]) -> NDArray[np.float64]:
    """(n + 1,): the sum of the first 0, 1, ... n."""
    sums = np.zeros(len(values) + 1)
    np.cumsum(values, out=sums[1:])
    return sums


def _quantiles(values: NDArray[np.float64]) -> tuple[float, float] | None:
    if not len(values):
        return None
    lower, upper = np.quantile(values, QUANTILES_95)
    return float(lower), float(upper)
