"""Every figure of an protocol, in the order in which it is told."""

from collections.abc import Callable

import numpy as np
from sklearn.metrics import roc_auc_score

from training.data.pairs import DIFFERENT, SAME
from training.evaluation.comparisons import ProtocolComparisons
from training.evaluation.confusion import WILSON, count, decision_measures, share
from training.evaluation.results import DecisionThreshold, Measure
from training.metrics.bootstrap import Interval
from training.metrics.comparisons import Comparisons, LabelledComparisons
from training.metrics.error_rates import false_match_rate, false_non_match_rate, rate
from training.metrics.one_shot import one_shot_accuracy
from training.metrics.summary import JUDGED_FMRS, equal_error, error_rates, true_match_rates
from training.metrics.verification_metrics import equal_error_rate, true_match_rate_at
from training.metrics.weighted_metrics import area, intervals, probability_error, sensitivity, weigh
from training.metrics.weighted_metrics import equal_error as weighed_equal_error

DRAWN_PEOPLE, DRAWN_PAIRS = "people drawn again", "pairs drawn again"
WAYS = (5, 20, 50)

Step = Callable[[int, int], None]
"""Told how many of how many parts are done; raises JobCancelled when asked to stop."""


def measure(compared: ProtocolComparisons, thresholds: list[DecisionThreshold], step: Step) -> list[Measure]:
    """``thresholds`` decide the listed pairs; at the last one, the detection threshold, FMR and FNMR are told
    as well. Raises JobCancelled."""
    detection = thresholds[-1]
    parts: list[Callable[[], list[Measure]]] = [
        lambda: _decided(compared, thresholds),
        lambda: _errors(compared, detection),
        lambda: _match_rates(compared),
        lambda: [_equal_error(compared)],
        lambda: _separations(compared),
        lambda: [_failures(compared)],
        *(lambda ways=ways: [_one_shot(compared, ways)] for ways in WAYS),
    ]
    measures: list[Measure] = []
    for done, part in enumerate(parts):
        step(done, len(parts))
        measures += part()
    return measures


def _decided(compared: ProtocolComparisons, thresholds: list[DecisionThreshold]) -> list[Measure]:
    on = compared.protocol.pairs_name
    counted = [(count(compared.listed, judged.threshold), judged.name) for judged in thresholds]
    return [measure for counts, at in counted for measure in decision_measures(counts, on, at)]


def _errors(compared: ProtocolComparisons, detection: DecisionThreshold) -> list[Measure]:
    found, names = compared.most, ("FMR", "FNMR")
    if isinstance(found, LabelledComparisons):
        rates, interval = error_rates(found, detection.threshold), DRAWN_PEOPLE
    else:
        fmr = false_match_rate(found.impostors, detection.threshold)
        rates, interval = (fmr, false_non_match_rate(found.genuine, detection.threshold)), WILSON
    named = zip(names, rates, strict=True)
    return [share(name, found, compared.most_name, detection.name, interval) for name, found in named]


def _match_rates(compared: ProtocolComparisons) -> list[Measure]:
    found = compared.most
    if isinstance(found, LabelledComparisons):
        rates, interval = true_match_rates(found), DRAWN_PEOPLE
    else:
        enough = [fmr for fmr in JUDGED_FMRS if fmr * len(found.impostors) >= 1]
        rates = {fmr: true_match_rate_at(fmr, found.genuine, found.impostors) for fmr in enough}
        interval = WILSON
    return [
        share(_named(fmr), rates[fmr], compared.most_name, interval=interval)
        if fmr in rates
        else Measure(name=_named(fmr), on=compared.most_name, reason=_too_few(fmr, found))
        for fmr in JUDGED_FMRS
    ]


def _named(fmr: float) -> str:
    return f"TMR at FMR {fmr:g}"


def _too_few(fmr: float, found: Comparisons) -> str:
    return f"it takes {1 / fmr:,.0f} impostor comparisons, and there are {len(found.impostors):,}"


def _equal_error(compared: ProtocolComparisons) -> Measure:
    found = compared.most
    if isinstance(found, LabelledComparisons):
        interval, way = equal_error(found), DRAWN_PEOPLE
    else:
        (ends,), way = intervals(found, [weighed_equal_error]), DRAWN_PAIRS
        value = equal_error_rate(found.genuine, found.impostors)
        interval = Interval(value, *(ends or (value, value)))
    return Measure(
        name="EER",
        on=compared.most_name,
        value=interval.value,
        lower=interval.lower,
        upper=interval.upper,
        interval=way,
    )


def _separations(compared: ProtocolComparisons) -> list[Measure]:
    """AUC, d' and how far similarities are from probabilities."""
    found = compared.most
    same = np.repeat([SAME, DIFFERENT], [len(found.genuine), len(found.impostors)])
    once = weigh(found)
    values = {
        "AUC": float(roc_auc_score(same, np.concatenate([found.genuine, found.impostors]))),
        "d'": sensitivity(once),
        "calibration error": probability_error(once),
    }
    drawn = intervals(found, [area, sensitivity, probability_error])
    way = DRAWN_PEOPLE if isinstance(found, LabelledComparisons) else DRAWN_PAIRS
    return [
        _separation(name, value, ends, compared.most_name, way)
        for (name, value), ends in zip(values.items(), drawn, strict=True)
    ]


def _separation(name: str, value: float, ends: tuple[float, float] | None, on: str, way: str) -> Measure:
    if not np.isfinite(value):
        return Measure(name=name, on=on, reason="all similarities of a kind are alike, or none is known")
    if ends is None:
        return Measure(name=name, on=on, value=value)
    # A calibration error is larger in every draw than in all together: what differs by chance adds up.
    lower, upper = min(ends[0], value), max(ends[1], value)
    return Measure(name=name, on=on, value=value, lower=lower, upper=upper, interval=way)


def _failures(compared: ProtocolComparisons) -> Measure:
    pictures = compared.protocol.pictures
    return share("failure to find a face", rate(len(pictures.faceless), len(pictures)), "pictures")


def _one_shot(compared: ProtocolComparisons, ways: int) -> Measure:
    name, people = f"{ways}-way one-shot accuracy", compared.protocol.people
    if people is None:
        return Measure(name=name, on="trials", reason="the list does not say who is in the pictures")
    counts = np.unique(people, return_counts=True)[1]
    if len(counts) < ways or counts.max() < 2:
        reason = f"it takes {ways} people, one with two pictures, and there are {len(counts):,} people"
        return Measure(name=name, on="trials", reason=reason)
    rng = np.random.default_rng(0)
    rows = compared.protocol.pictures.rows
    found = one_shot_accuracy(compared.comparing, rows, people, rng, ways=ways)
    return share(name, found, "trials")
