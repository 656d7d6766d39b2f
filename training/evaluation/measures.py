"""All measures of an evaluation, in the order of the report."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from model.messages.message import Message
from training.cards.look_alike_metrics import look_alike_rates
from training.evaluation.comparisons import ProtocolComparisons
from training.evaluation.decision_measures import decision_measures, rate_measure
from training.evaluation.results import (
    DecisionThreshold,
    IntervalMethod,
    Measure,
    MeasureName,
    match_rate_name,
    one_shot_name,
)
from training.metrics.binned_bootstrap import binned_intervals
from training.metrics.comparisons import Comparisons, LabelledComparisons
from training.metrics.confidence import Interval
from training.metrics.confusion import count_decisions
from training.metrics.error_rates import false_match_rate, false_non_match_rate, rate
from training.metrics.one_shot import one_shot_accuracy
from training.metrics.summary import (
    REPORTED_FMRS,
    equal_error_interval,
    error_rates_over_people,
    measurable_fmrs,
    true_match_rates,
)
from training.metrics.verification_metrics import equal_error_rate, true_match_rate_at
from training.metrics.weighted_metrics import calibration_error, d_prime, roc_auc, unweighted
from training.metrics.weighted_metrics import equal_error_rate as weighted_equal_error_rate

WAYS = (5, 20, 50)
NO_INTERVAL = Message("too few people or errors for an interval")

ReportStep: TypeAlias = Callable[[int, int], None]
"""Called with the number of finished and of all parts; raises JobCancelled to stop."""


def measure_all(
    comparisons: ProtocolComparisons, thresholds: list[DecisionThreshold], report_step: ReportStep
) -> list[Measure]:
    """Listed pairs are decided at each of ``thresholds``; FMR and FNMR are measured at the last one, the
    detection threshold. Raises JobCancelled."""
    detection = thresholds[-1]
    parts: list[Callable[[], list[Measure]]] = [
        lambda: _decisions(comparisons, thresholds),
        lambda: _error_rates(comparisons, detection),
        lambda: _look_alikes(comparisons, detection),
        lambda: _match_rates(comparisons),
        lambda: [_equal_error(comparisons)],
        lambda: _distribution_measures(comparisons),
        lambda: [_failure_to_find(comparisons)],
        *(lambda ways=ways: [_one_shot(comparisons, ways)] for ways in WAYS),
    ]
    measures: list[Measure] = []
    for done, part in enumerate(parts):
        report_step(done, len(parts))
        measures += part()
    return measures


def _decisions(comparisons: ProtocolComparisons, thresholds: list[DecisionThreshold]) -> list[Measure]:
    on = comparisons.protocol.pairs_name
    return [
        measure
        for threshold in thresholds
        for measure in decision_measures(
            count_decisions(comparisons.listed, threshold.threshold), on, threshold.name
        )
    ]


def _error_rates(comparisons: ProtocolComparisons, detection: DecisionThreshold) -> list[Measure]:
    pairs, names = comparisons.widest, (MeasureName.FMR, MeasureName.FNMR)
    if isinstance(pairs, LabelledComparisons):
        rates = error_rates_over_people(pairs, detection.threshold)
        interval = IntervalMethod.BOOTSTRAP_PEOPLE
    else:
        fmr = false_match_rate(pairs.impostors, detection.threshold)
        rates = (fmr, false_non_match_rate(pairs.genuine, detection.threshold))
        interval = IntervalMethod.WILSON
    return [
        rate_measure(name, each, comparisons.widest_name, detection.name, interval)
        for name, each in zip(names, rates, strict=True)
    ]


def _look_alikes(comparisons: ProtocolComparisons, detection: DecisionThreshold) -> list[Measure]:
    """The FMR among people who look alike: of all their pairs, of the worst and of the median group. Empty
    where no two people are known to look alike."""
    pairs, groups = comparisons.all_pairs, comparisons.protocol.groups
    if pairs is None or groups is None:
        return []
    return [
        rate_measure(MeasureName.FMR, rate, on, detection.name, IntervalMethod.BOOTSTRAP_PEOPLE)
        for on, rate in look_alike_rates(pairs, groups, detection.threshold).items()
    ]


def _match_rates(comparisons: ProtocolComparisons) -> list[Measure]:
    pairs, on = comparisons.widest, comparisons.widest_name
    if isinstance(pairs, LabelledComparisons):
        rates, interval = true_match_rates(pairs), IntervalMethod.BOOTSTRAP_PEOPLE
    else:
        fmrs = measurable_fmrs(pairs)
        rates = {fmr: true_match_rate_at(fmr, pairs.genuine, pairs.impostors) for fmr in fmrs}
        interval = IntervalMethod.WILSON
    return [
        rate_measure(match_rate_name(fmr), rates[fmr], on, interval=interval)
        if fmr in rates
        else Measure(name=match_rate_name(fmr), on=on, reason=_too_few_impostors(fmr, pairs))
        for fmr in REPORTED_FMRS
    ]


def _too_few_impostors(fmr: float, pairs: Comparisons) -> Message:
    return Message(
        "needs {needed:,.0f} comparisons of different people; there are {count:,}",
        needed=1 / fmr,
        count=len(pairs.impostors),
    )


def _equal_error(comparisons: ProtocolComparisons) -> Measure:
    pairs = comparisons.widest
    if isinstance(pairs, LabelledComparisons):
        interval, method = equal_error_interval(pairs), IntervalMethod.BOOTSTRAP_PEOPLE
    else:
        (ends,) = binned_intervals(pairs, [weighted_equal_error_rate])
        value, method = equal_error_rate(pairs), IntervalMethod.BOOTSTRAP_PAIRS
        interval = Interval(value, *(ends or (value, value)))
    return _bootstrap_measure(MeasureName.EER, interval, comparisons.widest_name, method)


def _bootstrap_measure(name: MeasureName, found: Interval, on: str, method: IntervalMethod) -> Measure:
    """Without an interval where all samples agree: it would claim certainty."""
    if not found.has_width:
        return Measure(name=name, on=on, value=found.value, reason=NO_INTERVAL)
    return Measure(name=name, on=on, value=found.value, lower=found.lower, upper=found.upper, interval=method)


def _distribution_measures(comparisons: ProtocolComparisons) -> list[Measure]:
    """AUC, d' and calibration error."""
    pairs = comparisons.widest
    metrics = {
        MeasureName.AUC: roc_auc,
        MeasureName.D_PRIME: d_prime,
        MeasureName.CALIBRATION_ERROR: calibration_error,
    }
    once = unweighted(pairs)
    intervals = binned_intervals(pairs, list(metrics.values()))
    by_people = isinstance(pairs, LabelledComparisons)
    method = IntervalMethod.BOOTSTRAP_PEOPLE if by_people else IntervalMethod.BOOTSTRAP_PAIRS
    return [
        _distribution_measure(name, metric(once), ends, comparisons.widest_name, method)
        for (name, metric), ends in zip(metrics.items(), intervals, strict=True)
    ]


def _distribution_measure(
    name: MeasureName, value: float, ends: tuple[float, float] | None, on: str, method: IntervalMethod
) -> Measure:
    if not np.isfinite(value):
        return Measure(
            name=name, on=on, reason=Message("all similarities of one kind are equal, or there are none")
        )
    if ends is None:
        return Measure(name=name, on=on, value=value, reason=NO_INTERVAL)
    # The calibration error of every sample is larger than that of all comparisons: chance differences add up.
    interval = Interval(value, min(ends[0], value), max(ends[1], value))
    return _bootstrap_measure(name, interval, on, method)


def _failure_to_find(comparisons: ProtocolComparisons) -> Measure:
    images = comparisons.protocol.images
    failures = rate(len(images.faceless), len(images))
    return rate_measure(MeasureName.FAILURE_TO_FIND_A_FACE, failures, "pictures")


def _one_shot(comparisons: ProtocolComparisons, ways: int) -> Measure:
    name, people = one_shot_name(ways), comparisons.protocol.people
    if people is None:
        return Measure(name=name, on="trials", reason=Message("the list does not say who is in the pictures"))
    counts = np.unique(people, return_counts=True)[1]
    if len(counts) < ways or counts.max() < 2:
        reason = Message(
            "needs {ways} people, one of them with two pictures; there are {count:,}",
            ways=ways,
            count=len(counts),
        )
        return Measure(name=name, on="trials", reason=reason)
    embeddings = comparisons.protocol.images.embeddings
    accuracy = one_shot_accuracy(
        comparisons.comparator, embeddings, people, np.random.default_rng(0), ways=ways
    )
    return rate_measure(name, accuracy, "trials")
