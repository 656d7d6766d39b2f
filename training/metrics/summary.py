"""How good an embedding is on people who trained nothing, in the measures that others are compared by."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from model.runtime.model_card import Rate
from model.runtime.similarity_head import Embeddings
from training.data.pairs import Pairs
from training.metrics.bootstrap import (
    Draw,
    Interval,
    false_match_intervals,
    false_non_match_interval,
    people_interval,
)
from training.metrics.comparisons import (
    Comparator,
    LabelledComparisons,
    compare_all,
    compare_pairs,
    compare_probes,
)
from training.metrics.error_rates import false_match_rate, false_non_match_rate
from training.metrics.one_shot import one_shot_accuracy
from training.metrics.verification_metrics import equal_error_rate, evaluate, true_match_rate_at

JUDGED_FMRS = (1e-2, 1e-3, 1e-4)


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class AccuracySummary:
    """``listed`` is the share of the official pairs that are decided rightly.

    ``true_match_rates`` (by FMR, as far as the pairs are enough for) and ``equal_error`` are over all pairs.
    """

    listed: Rate
    true_match_rates: dict[float, Rate]
    equal_error: Interval
    one_shot: Rate


def summarize_accuracy(
    comparing: Comparator,
    embeddings: Embeddings,
    people: NDArray[np.int64],
    listed: Pairs,
    threshold: float,
    seed: int = 0,
) -> AccuracySummary:
    """``listed`` pairs are decided at ``threshold``, which must have been chosen on other people.

    Raises JobError when the people or the pairs are too few: 20 people, and one of them twice.
    """
    official = compare_pairs(comparing, embeddings, listed)
    everybody = compare_all(comparing, embeddings, people)
    return AccuracySummary(
        listed=evaluate(official.genuine, official.impostors, threshold).accuracy,
        true_match_rates=true_match_rates(everybody, seed),
        equal_error=equal_error(everybody, seed),
        one_shot=one_shot_accuracy(comparing, embeddings, people, np.random.default_rng(seed)),
    )


def probe_match_rates(
    comparing: Comparator,
    probes: Embeddings,
    references: Embeddings,
    people: NDArray[np.int64],
    found: NDArray[np.bool_] | None = None,
    seed: int = 0,
) -> dict[float, Rate]:
    """The true match rates of every probe against every reference but that of its own picture.

    Row k of ``probes`` and of ``references`` comes from one picture of ``people[k]``. Where ``found`` (n,) is
    False there was no face in the probe: none of its comparisons matches. None: all were found.
    """
    seen = np.ones(len(people), np.bool_) if found is None else found
    return true_match_rates(compare_probes(comparing, probes, references, people, seen), seed)


def true_match_rates(crowd: LabelledComparisons, seed: int = 0) -> dict[float, Rate]:
    """By FMR, for those of JUDGED_FMRS that the impostors are enough for."""
    enough = [fmr for fmr in JUDGED_FMRS if fmr * len(crowd.impostors) >= 1]
    return {fmr: _true_match_rate(crowd, fmr, seed) for fmr in enough}


def error_rates(crowd: LabelledComparisons, threshold: float, seed: int = 0) -> tuple[Rate, Rate]:
    """FMR and FNMR."""
    fmr = false_match_rate(crowd.impostors, threshold)
    fnmr = false_non_match_rate(crowd.genuine, threshold)
    lower, upper = false_match_intervals(crowd, np.array([threshold]), seed)[:, 0].tolist()
    misses = false_non_match_interval(crowd, threshold, seed).tolist()
    return _widened(fmr, lower, upper), _widened(fnmr, *misses)


def equal_error(crowd: LabelledComparisons, seed: int = 0) -> Interval:
    """The EER. Where nothing errs, its interval has no width: every draw of people agrees."""
    value = equal_error_rate(crowd.genuine, crowd.impostors)
    return Interval(value, *people_interval(crowd, Draw.equal_error_rate, value, seed))


def _true_match_rate(crowd: LabelledComparisons, fmr: float, seed: int) -> Rate:
    counted = true_match_rate_at(fmr, crowd.genuine, crowd.impostors)
    return _widened(counted, *people_interval(crowd, lambda draw: draw.true_match_rate_at(fmr), fmr, seed))


def _widened(counted: Rate, lower: float, upper: float) -> Rate:
    """With the interval over people, never narrower than the one over comparisons: it says something even
    where every draw of people agrees."""
    return replace(counted, lower=min(lower, counted.lower), upper=max(upper, counted.upper))
