"""Confidence intervals over people: the bootstrap, by drawing people with replacement.

Comparisons that share a person depend on each other; people do not (ISO/IEC 19795-1). People are drawn like
the vertices of a network by Snijders and Borgatti (1999): a person who is drawn twice is not compared with
themselves. For data crossed like this the intervals tend to be too wide, not too narrow (Owen 2007).

Only the highest impostor comparisons are sorted, so that low false match rates of millions of comparisons are
exact and fast. ``training.metrics.binned_bootstrap`` is for metrics of the whole distribution.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array

from training.metrics.comparisons import LabelledComparisons
from training.metrics.confidence import percentile_ends, percentile_interval
from training.metrics.error_rates import Scores
from training.metrics.weighted_metrics import WeightedScores, weighted

REPLICATES = 500

MIN_SORTED_IMPOSTORS, SORTED_MARGIN = 20_000, 3
"""How many of the highest impostor similarities are sorted: at least this many, or this multiple of the
requested FMR, because the threshold of one sample is lower than that of another, but not by much."""


@dataclass(frozen=True, eq=False, slots=True)
class PeopleResampler:
    """All genuine and the highest impostor comparisons, sorted once by rising similarity; each sample only
    weights them. ``impostor_owners`` (2, m); ``crops`` (people,): pictures of each person."""

    genuine: Scores
    genuine_owners: NDArray[np.intp]
    impostors: Scores
    impostor_owners: NDArray[np.intp]
    impostor_trials: int
    crops: NDArray[np.int64]

    def sample(self, counts: NDArray[np.int64]) -> WeightedScores:
        """Person k is in the sample ``counts[k]`` times: their genuine comparisons weigh that much, an
        impostor comparison the product of both counts."""
        one, other = self.impostor_owners
        impostor_weights = counts[one] * counts[other]
        trials = self.impostor_trials * _cross_pairs(counts * self.crops) // _cross_pairs(self.crops)
        return WeightedScores(
            weighted(self.genuine, counts[self.genuine_owners]),
            weighted(self.impostors, impostor_weights, below=trials - int(impostor_weights.sum())),
        )


def people_interval(
    comparisons: LabelledComparisons,
    metric: Callable[[WeightedScores], float],
    fmr: float,
    seed: int = 0,
    replicates: int = REPLICATES,
) -> tuple[float, float]:
    """The 95 % percentile interval of ``metric``, which uses thresholds with an FMR of about ``fmr``.

    There must be genuine and impostor comparisons.
    """
    return percentile_interval([metric(sample) for sample in _samples(comparisons, fmr, seed, replicates)])


def false_match_intervals(
    comparisons: LabelledComparisons,
    thresholds: NDArray[np.float64],
    seed: int = 0,
    replicates: int = REPLICATES,
) -> NDArray[np.float64]:
    """(2, n): both ends of the FMR's 95 % interval at each of the rising ``thresholds`` (n,)."""
    counts = resample_many(len(comparisons.crops), np.random.default_rng(seed), replicates)
    strictest_first = _owners_by_strictest(comparisons, thresholds)
    matches = np.cumsum([count_resampled(owners, counts) for owners in strictest_first], axis=0)[::-1]
    return _rate_interval(matches, count_resampled(comparisons.impostor_owners, counts))


def false_non_match_interval(
    comparisons: LabelledComparisons, threshold: float, seed: int = 0, replicates: int = REPLICATES
) -> NDArray[np.float64]:
    """(2,): both ends of the FNMR's 95 % interval."""
    people = len(comparisons.crops)
    counts = resample_many(people, np.random.default_rng(seed), replicates)
    missed = comparisons.genuine <= np.float64(threshold)
    misses, trials = (
        np.bincount(owners, minlength=people) @ counts
        for owners in (comparisons.genuine_owners[missed], comparisons.genuine_owners)
    )
    return _rate_interval(misses, trials)


def resample(count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """(count,): how often each of ``count`` people (or other independent units) is in one sample."""
    return np.bincount(rng.integers(count, size=count), minlength=count)


def resample_many(count: int, rng: np.random.Generator, replicates: int) -> NDArray[np.int64]:
    """(count, replicates): one sample in each column."""
    return np.stack([resample(count, rng) for _ in range(replicates)], axis=1)


def count_resampled(owners: NDArray[np.integer], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """(samples,): the number of comparisons in samples that contain person k ``counts[k]`` (samples,) times.

    ``owners`` (2, n) are both people of each comparison; the same one twice where it depends on one person.
    """
    one, other = owners
    same = one == other
    of_one_person = np.bincount(one[same], minlength=len(counts))
    ones = np.ones(np.count_nonzero(~same), np.int64)
    between = coo_array((ones, (one[~same], other[~same])), shape=(len(counts),) * 2).tocsr()
    return np.asarray(of_one_person @ counts + (counts * (between @ counts)).sum(axis=0))


def people_resampler(comparisons: LabelledComparisons, fmr: float) -> PeopleResampler:
    """Sort the comparisons, with as many impostors as thresholds with an FMR of about ``fmr`` need."""
    listed = np.flatnonzero(comparisons.impostors >= _lowest_sorted(comparisons.impostors, fmr))
    genuine = np.argsort(comparisons.genuine)
    impostors = listed[np.argsort(comparisons.impostors[listed])]
    return PeopleResampler(
        genuine=comparisons.genuine[genuine],
        genuine_owners=comparisons.genuine_owners[genuine].astype(np.intp),
        impostors=comparisons.impostors[impostors],
        impostor_owners=comparisons.impostor_owners[:, impostors].astype(np.intp),
        impostor_trials=len(comparisons.impostors),
        crops=comparisons.crops,
    )


def _samples(
    comparisons: LabelledComparisons, fmr: float, seed: int, replicates: int
) -> Iterator[WeightedScores]:
    """Only samples in which rates are defined."""
    resampler, rng = people_resampler(comparisons, fmr), np.random.default_rng(seed)
    people = len(comparisons.crops)
    samples = (resampler.sample(resample(people, rng)) for _ in range(replicates))
    return (sample for sample in samples if sample.has_both_kinds)


def _rate_interval(counts: NDArray[np.int64], trials: NDArray[np.int64]) -> NDArray[np.float64]:
    """(2, ...): of ``counts`` (..., samples), over the samples that contain a trial."""
    defined = trials > 0
    return percentile_ends(counts[..., defined] / trials[defined])


def _owners_by_strictest(
    comparisons: LabelledComparisons, thresholds: NDArray[np.float64]
) -> list[NDArray[np.int32]]:
    """For each of the rising ``thresholds``, the highest first, the owners (2, m) of the impostor comparisons
    that match at it but at no higher one."""
    passed = np.searchsorted(thresholds, comparisons.impostors)
    order = np.argsort(passed, kind="stable")
    borders = np.searchsorted(passed[order], np.arange(1, len(thresholds) + 1))
    return np.split(comparisons.impostor_owners[:, order], borders, axis=1)[:0:-1]


def _lowest_sorted(impostors: Scores, fmr: float) -> float:
    count = max(MIN_SORTED_IMPOSTORS, int(SORTED_MARGIN * fmr * len(impostors)))
    return float(np.partition(impostors, -count)[-count]) if count < len(impostors) else -np.inf


def _cross_pairs(crops: NDArray[np.int64]) -> int:
    """The number of ordered pairs of pictures that show two people."""
    return int(crops.sum() ** 2 - (crops**2).sum())
