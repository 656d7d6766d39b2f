"""Rates under the keys of a model card.

The arguments ``pairs`` say which pairs were compared.
"""

from model.runtime.card_keys import CardMetric, CardThreshold, metric_key
from model.runtime.model_card import Rate
from training.metrics.comparisons import Comparisons, LabelledComparisons
from training.metrics.confusion import count_decisions
from training.metrics.error_rates import false_match_rate, false_non_match_rate
from training.metrics.summary import error_rates_over_people, true_match_rates


def decision_metrics(
    comparisons: Comparisons, value: float, pairs: str, threshold: CardThreshold
) -> dict[str, Rate]:
    """Every rate of the decisions at the similarity ``value``, which the card calls ``threshold``."""
    matrix = count_decisions(comparisons, value)
    rates = {
        CardMetric.ACCURACY: matrix.accuracy,
        CardMetric.PRECISION: matrix.precision,
        CardMetric.RECALL: matrix.recall,
        CardMetric.FALSE_MATCH_RATE: false_match_rate(comparisons.impostors, value),
        CardMetric.FALSE_NON_MATCH_RATE: false_non_match_rate(comparisons.genuine, value),
    }
    return {metric_key(metric, pairs, threshold): rate for metric, rate in rates.items() if rate is not None}


def error_metrics(comparisons: Comparisons, value: float, pairs: str) -> dict[str, Rate]:
    """Both error rates at the similarity ``value``, with intervals as if comparisons were independent."""
    fmr = false_match_rate(comparisons.impostors, value)
    return _named_errors(fmr, false_non_match_rate(comparisons.genuine, value), pairs)


def bootstrap_error_metrics(
    comparisons: LabelledComparisons, value: float, pairs: str, threshold: CardThreshold | None = None
) -> dict[str, Rate]:
    """Like ``error_metrics``, with intervals over people."""
    return _named_errors(*error_rates_over_people(comparisons, value), pairs, threshold)


def match_rate_metrics(comparisons: LabelledComparisons, pairs: str) -> dict[str, Rate]:
    """True match rates at the FMRs for which there are enough pairs, with intervals over people."""
    return {
        f"true match rate at FMR {fmr:g} on {pairs}": rate
        for fmr, rate in true_match_rates(comparisons).items()
    }


def _named_errors(
    fmr: Rate, fnmr: Rate, pairs: str, threshold: CardThreshold | None = None
) -> dict[str, Rate]:
    return {
        metric_key(CardMetric.FALSE_MATCH_RATE, pairs, threshold): fmr,
        metric_key(CardMetric.FALSE_NON_MATCH_RATE, pairs, threshold): fnmr,
    }
