"""How sure a rate over all pairs is, by drawing other people from those there are.

Comparisons of one person depend on each other, and so do all that somebody takes part in: what is independent
are the people (ISO/IEC 19795-1 warns of taking comparisons for so). They are drawn with replacement, like the
vertices of a network by Snijders and Borgatti (1999); somebody drawn twice is not compared with themselves.
For data crossed like this the intervals are rather too wide than too narrow (Owen 2007).
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array

from training.metrics.comparisons import LabelledComparisons
from training.metrics.error_rates import Scores

REPLICATES = 500
QUANTILES_95 = (0.025, 0.975)

FEWEST_KEPT, MARGIN = 20_000, 3
"""So many of the highest impostor similarities are sorted at least, and so many times the share asked for:
the threshold of one draw lies lower than that of another, but not by far."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A value that is no share of trials, with its 95 % interval."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True, eq=False, slots=True)
class Ranking:
    """A crowd's genuine and highest impostor comparisons, the most similar first; each draw weighs them anew.

    ``genuine`` and ``impostors`` are similarities *negated*, so that they rise. ``thresholds`` fall from
    infinity, where nothing matches, by way of every similarity to minus infinity.
    """

    genuine: Scores
    genuine_owners: NDArray[np.intp]
    impostors: Scores
    impostor_owners: NDArray[np.intp]
    impostor_trials: int
    crops: NDArray[np.int64]
    thresholds: Scores


class Draw:
    """The rates among people of whom ``weights[k]`` are person k.

    A genuine comparison of k weighs w_k, an impostor one of j and k w_j * w_k. A threshold in float64 is not
    rounded to the similarities' float32.
    """

    def __init__(self, ranking: Ranking, weights: NDArray[np.int64]) -> None:
        one, other = ranking.impostor_owners
        self._ranking = ranking
        self._genuine = _running(weights[ranking.genuine_owners])
        self._impostors = _running(weights[one] * weights[other])
        drawn, there = _between(weights * ranking.crops), _between(ranking.crops)
        self._impostor_trials = ranking.impostor_trials * drawn // there

    @property
    def complete(self) -> bool:
        """Whether there is anything genuine and any impostor, that is, whether rates are defined."""
        return self._genuine[-1] > 0 and self._impostor_trials > 0

    def false_match_rate(self, threshold: np.floating) -> float:
        matches = self._impostors[np.searchsorted(self._ranking.impostors, -threshold)]
        return float(matches / self._impostor_trials)

    def false_non_match_rate(self, threshold: np.floating) -> float:
        matches = self._genuine[np.searchsorted(self._ranking.genuine, -threshold)]
        return float(1 - matches / self._genuine[-1])

    def true_match_rate_at(self, fmr: float) -> float:
        """At the threshold of these people's own impostors; see ``training.metrics.error_rates``."""
        allowed = int(fmr * self._impostor_trials + 1e-9)
        one_too_many = int(np.searchsorted(self._impostors[1:], allowed, side="right"))
        lowest = len(self._ranking.impostors) - 1
        return 1 - self.false_non_match_rate(-self._ranking.impostors[min(one_too_many, lowest)])

    def equal_error_rate(self) -> float:
        """Where FMR and FNMR cross, linearly between the two thresholds round the crossing."""
        thresholds = self._ranking.thresholds
        after = bisect_left(thresholds, 0.0, key=self._gap)
        gap_before, gap_after = self._gap(thresholds[after - 1]), self._gap(thresholds[after])
        before, behind = (self.false_match_rate(thresholds[place]) for place in (after - 1, after))
        return before + (behind - before) * gap_before / (gap_before - gap_after)

    def _gap(self, threshold: np.floating) -> float:
        return self.false_match_rate(threshold) - self.false_non_match_rate(threshold)


def people_interval(
    crowd: LabelledComparisons,
    measure: Callable[[Draw], float],
    share: float,
    seed: int = 0,
    replicates: int = REPLICATES,
) -> tuple[float, float]:
    """The 95 % percentile interval of ``measure``, which looks at thresholds with an FMR of about ``share``.

    The crowd must have genuine and impostor comparisons.
    """
    values = [measure(draw) for draw in _draws(crowd, share, seed, replicates)]
    lower, upper = np.quantile(values, QUANTILES_95)
    return float(lower), float(upper)


def false_match_intervals(
    crowd: LabelledComparisons, thresholds: NDArray[np.float64], seed: int = 0, replicates: int = REPLICATES
) -> NDArray[np.float64]:
    """(2, n): both ends of the FMR's 95 % interval at each of the rising ``thresholds`` (n,)."""
    drawn = all_drawn_again(len(crowd.crops), np.random.default_rng(seed), replicates)
    by_strictest = _by_strictest(crowd, thresholds)
    matches = np.cumsum([comparisons_drawn(sides, drawn) for sides in by_strictest], axis=0)[::-1]
    return _interval(matches, comparisons_drawn(crowd.impostor_owners, drawn))


def false_non_match_interval(
    crowd: LabelledComparisons, threshold: float, seed: int = 0, replicates: int = REPLICATES
) -> NDArray[np.float64]:
    """(2,): both ends of the FNMR's 95 % interval."""
    drawn = all_drawn_again(len(crowd.crops), np.random.default_rng(seed), replicates)
    missed = crowd.genuine <= np.float64(threshold)
    people = len(crowd.crops)
    misses, trials = (
        np.bincount(owners, minlength=people) @ drawn
        for owners in (crowd.genuine_owners[missed], crowd.genuine_owners)
    )
    return _interval(misses, trials)


def _interval(counts: NDArray[np.int64], trials: NDArray[np.int64]) -> NDArray[np.float64]:
    """(2, ...): of ``counts`` (..., draws), over the draws in which there is a trial."""
    defined = trials > 0
    return np.asarray(np.quantile(counts[..., defined] / trials[defined], QUANTILES_95, axis=-1))


def _by_strictest(crowd: LabelledComparisons, thresholds: NDArray[np.float64]) -> list[NDArray[np.int32]]:
    """For each of the rising ``thresholds``, the highest first, the owners (2, m) of the impostor comparisons
    that match at it and at no higher one."""
    passed = np.searchsorted(thresholds, crowd.impostors)
    order = np.argsort(passed, kind="stable")
    borders = np.searchsorted(passed[order], np.arange(1, len(thresholds) + 1))
    return np.split(crowd.impostor_owners[:, order], borders, axis=1)[:0:-1]


def comparisons_drawn(sides: NDArray[np.integer], drawn: NDArray[np.int64]) -> NDArray[np.int64]:
    """(draws,): how many of the comparisons there are when person k is there ``drawn[k]`` (draws,) times.

    ``sides`` (2, n): who takes part in each; the same person twice where it depends on one only.
    """
    one, other = sides
    own = one == other
    alone = np.bincount(one[own], minlength=len(drawn))
    once = np.ones(np.count_nonzero(~own), np.int64)
    between = coo_array((once, (one[~own], other[~own])), shape=(len(drawn),) * 2).tocsr()
    return np.asarray(alone @ drawn + (drawn * (between @ drawn)).sum(axis=0))


def _draws(crowd: LabelledComparisons, share: float, seed: int, replicates: int) -> Iterator[Draw]:
    """Those among which rates are defined."""
    ranking = rank(crowd, share)
    rng = np.random.default_rng(seed)
    draws = (Draw(ranking, drawn_again(len(crowd.crops), rng)) for _ in range(replicates))
    return (draw for draw in draws if draw.complete)


def rank(crowd: LabelledComparisons, share: float) -> Ranking:
    """Sort a crowd once, with as many impostors as thresholds with an FMR of about ``share`` need."""
    kept = np.flatnonzero(crowd.impostors >= _lowest_kept(crowd.impostors, share))
    genuine, impostors = np.argsort(-crowd.genuine), kept[np.argsort(-crowd.impostors[kept])]
    known = np.unique(np.concatenate([crowd.genuine, crowd.impostors[kept]]))[::-1]
    return Ranking(
        genuine=-crowd.genuine[genuine],
        genuine_owners=crowd.genuine_owners[genuine].astype(np.intp),
        impostors=-crowd.impostors[impostors],
        impostor_owners=crowd.impostor_owners[:, impostors].astype(np.intp),
        impostor_trials=len(crowd.impostors),
        crops=crowd.crops,
        thresholds=np.concatenate([[np.inf], known, [-np.inf]], dtype=np.float32),
    )


def _lowest_kept(impostors: Scores, share: float) -> float:
    count = max(FEWEST_KEPT, int(MARGIN * share * len(impostors)))
    return float(np.partition(impostors, -count)[-count]) if count < len(impostors) else -np.inf


def drawn_again(count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """(count,): how often each of ``count`` people, or whatever is independent, is drawn in as many draws."""
    return np.bincount(rng.integers(count, size=count), minlength=count)


def all_drawn_again(count: int, rng: np.random.Generator, replicates: int) -> NDArray[np.int64]:
    """(count, replicates): as many draws."""
    return np.stack([drawn_again(count, rng) for _ in range(replicates)], axis=1)


def _running(weights: NDArray[np.int64]) -> NDArray[np.int64]:
    """(n + 1,): the weight of the first 0, 1, ... n."""
    sums = np.zeros(len(weights) + 1, np.int64)
    np.cumsum(weights, out=sums[1:])
    return sums


def _between(crops: NDArray[np.int64]) -> int:
    """How many ordered pairs of pictures show two people."""
    return int(crops.sum() ** 2 - (crops**2).sum())
