"""Rates among people who look alike: together, and the spread over their groups."""

import numpy as np
from numpy.typing import NDArray

from model.messages.message import Message
from model.runtime.card_keys import CardMetric, CardThreshold, metric_key
from model.runtime.model_card import Rate
from model.terminal.plurals import counted
from training.metrics.comparisons import LabelledComparisons, within_groups
from training.metrics.summary import error_rates_over_people

LOOK_ALIKES = Message("pairs of people who look alike")
MIN_COMPARISONS = 1000
"""A group with fewer impostor comparisons says nothing about a rate of 1 in 1,000."""


def look_alike_metrics(
    comparisons: LabelledComparisons,
    groups: NDArray[np.int64],
    value: float,
    threshold: CardThreshold | None = None,
) -> dict[str, Rate]:
    """``look_alike_rates`` at the similarity ``value``, under their keys."""
    return {
        metric_key(CardMetric.FALSE_MATCH_RATE, pairs, threshold): rate
        for pairs, rate in look_alike_rates(comparisons, groups, value).items()
    }


def look_alike_rates(
    comparisons: LabelledComparisons, groups: NDArray[np.int64], threshold: float
) -> dict[str, Rate]:
    """The FMR at ``threshold`` by the name of the pairs: all pairs within ``groups`` (people,), and those of
    the worst and of the median group. Empty if no two people look alike."""
    alike = within_groups(comparisons, groups)
    if not len(alike.impostors):
        return {}
    together, _ = error_rates_over_people(alike, threshold)
    rates = group_rates(alike, groups, threshold)
    spread = {
        f"{LOOK_ALIKES}, {name} of {counted(len(rates), 'group')}": each
        for name, each in zip(("worst", "median"), worst_and_median(rates), strict=False)
    }
    return {LOOK_ALIKES: together, **spread}


def group_rates(alike: LabelledComparisons, groups: NDArray[np.int64], threshold: float) -> list[Rate]:
    """The FMR in each group with MIN_COMPARISONS, the highest first. Intervals are over people."""
    inside = (within_groups(alike, np.where(groups == group, 0, -1)) for group in _present(groups))
    large = [group for group in inside if len(group.impostors) >= MIN_COMPARISONS]
    rates = [error_rates_over_people(group, threshold)[0] for group in large]
    return sorted(rates, key=lambda rate: rate.value, reverse=True)


def worst_and_median(rates: list[Rate]) -> list[Rate]:
    """Of ``rates``, which fall; of two middle ones the higher. Empty without any."""
    return [rates[0], rates[(len(rates) - 1) // 2]] if rates else []


def _present(groups: NDArray[np.int64]) -> list[int]:
    return [int(group) for group in np.unique(groups) if group >= 0]
