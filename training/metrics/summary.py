"""The accuracy of an embedding on unseen people, in the metrics that publications report."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from model.runtime.model_card import Rate
from model.runtime.similarity_head import Embeddings
from training.data.pairs import Pairs
from training.metrics import weighted_metrics
from training.metrics.bootstrap import false_match_intervals, false_non_match_interval, people_interval
from training.metrics.comparisons import (
    Comparator,
    Comparisons,
    LabelledComparisons,
    compare_all,
    compare_pairs,
    compare_probes,
)
from training.metrics.confidence import Interval
from training.metrics.confusion import count_decisions
from training.metrics.error_rates import allowed_matches, false_match_rate, false_non_match_rate
from training.metrics.one_shot import one_shot_accuracy
from training.metrics.verification_metrics import equal_error_rate, true_match_rate_at

REPORTED_FMRS = (1e-2, 1e-3, 1e-4)


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class AccuracySummary:
    """``listed`` is the share of the official pairs with a correct decision.

    ``true_match_rates`` (by FMR, where there are enough pairs) and ``equal_error`` are over all pairs.
    """

    listed: Rate
    true_match_rates: dict[float, Rate]
    equal_error: Interval
    one_shot: Rate


def summarize_accuracy(
    comparator: Comparator,
    embeddings: Embeddings,
    people: NDArray[np.int64],
    listed: Pairs,
    threshold: float,
    seed: int = 0,
) -> AccuracySummary:
    """``listed`` pairs are decided at ``threshold``, which must have been chosen on other people.

    Raises InsufficientDataError with fewer than 20 people, without a person with two pictures, or with too
    few pairs.
    """
    official = compare_pairs(comparator, embeddings, listed)
    all_pairs = compare_all(comparator, embeddings, people)
    return AccuracySummary(
        listed=count_decisions(official, threshold).accuracy,
        true_match_rates=true_match_rates(all_pairs, seed),
        equal_error=equal_error_interval(all_pairs, seed),
        one_shot=one_shot_accuracy(comparator, embeddings, people, np.random.default_rng(seed)),
    )


def probe_match_rates(
    comparator: Comparator,
    probes: Embeddings,
    references: Embeddings,
    people: NDArray[np.int64],
    found: NDArray[np.bool_] | None = None,
    seed: int = 0,
) -> dict[float, Rate]:
    """The true match rates of every probe against every reference except that of the same picture.

    Row k of ``probes`` and of ``references`` comes from one picture of ``people[k]``. Where ``found`` (n,) is
    False, the probe shows no face and never matches. None: all probes show one.
    """
    has_face = np.ones(len(people), np.bool_) if found is None else found
    return true_match_rates(compare_probes(comparator, probes, references, people, has_face), seed)


def measurable_fmrs(comparisons: Comparisons) -> list[float]:
    """Those of REPORTED_FMRS for which there are enough impostors."""
    return [fmr for fmr in REPORTED_FMRS if allowed_matches(fmr, len(comparisons.impostors))]


def true_match_rates(comparisons: LabelledComparisons, seed: int = 0) -> dict[float, Rate]:
    """By FMR, for the measurable ones."""
    return {fmr: _true_match_rate(comparisons, fmr, seed) for fmr in measurable_fmrs(comparisons)}


def error_rates_over_people(
    comparisons: LabelledComparisons, threshold: float, seed: int = 0
) -> tuple[Rate, Rate]:
    """FMR and FNMR, with intervals over people."""
    fmr = false_match_rate(comparisons.impostors, threshold)
    fnmr = false_non_match_rate(comparisons.genuine, threshold)
    lower, upper = false_match_intervals(comparisons, np.array([threshold]), seed)[:, 0].tolist()
    fnmr_ends = false_non_match_interval(comparisons, threshold, seed).tolist()
    return _widen(fmr, lower, upper), _widen(fnmr, *fnmr_ends)


def equal_error_interval(comparisons: LabelledComparisons, seed: int = 0) -> Interval:
    """The EER. Without an error its interval has no width: all samples of people agree, and the interval says
    nothing."""
    value = equal_error_rate(comparisons)
    ends = people_interval(comparisons, weighted_metrics.equal_error_rate, value, seed)
    return Interval(value, *ends)


def _true_match_rate(comparisons: LabelledComparisons, fmr: float, seed: int) -> Rate:
    counted = true_match_rate_at(fmr, comparisons.genuine, comparisons.impostors)
    ends = people_interval(
        comparisons, lambda sample: weighted_metrics.true_match_rate_at(sample, fmr), fmr, seed
    )
    return _widen(counted, *ends)


def _widen(counted: Rate, lower: float, upper: float) -> Rate:
    """With the interval over people, never narrower than the one over comparisons, which has a width even
    where all samples of people agree."""
    return replace(counted, lower=min(lower, counted.lower), upper=max(upper, counted.upper))
