import numpy as np

from model.runtime.card_keys import CardThreshold
from tests.support.comparisons import Cosine, clustered_embeddings
from training.cards.look_alike_metrics import group_rates, look_alike_metrics, worst_and_median
from training.metrics.comparisons import compare_all, within_groups
from training.metrics.error_rates import false_match_rate, rate

PEOPLE = np.arange(150).repeat(2)
COMPARISONS = compare_all(Cosine(), clustered_embeddings(PEOPLE, 0.4), PEOPLE)
GROUPS = np.where(np.arange(150) < 147, np.arange(150) % 3, -1)


def test_the_rate_together_and_its_spread_over_the_groups() -> None:
    found = look_alike_metrics(COMPARISONS, GROUPS, 0.9, CardThreshold.DETECTION)
    prefix = "false match rate on pairs of people who look alike"
    assert list(found) == [
        f"{prefix}, detection threshold",
        f"{prefix}, worst of 3 groups, detection threshold",
        f"{prefix}, median of 3 groups, detection threshold",
    ]
    together, worst, median = found.values()
    assert together.trials == 3 * (49 * 48 // 2) * 4
    assert worst.trials == median.trials == together.trials // 3
    assert worst.value >= together.value
    assert worst.value >= median.value


def test_each_group_counts_its_own_pairs_only() -> None:
    alike = within_groups(COMPARISONS, GROUPS)
    expected = [
        false_match_rate(within_groups(COMPARISONS, np.where(group == GROUPS, 5, -1)).impostors, 0.9).count
        for group in range(3)
    ]
    assert [one.count for one in group_rates(alike, GROUPS, 0.9)] == sorted(expected, reverse=True)


def test_where_nobody_looks_alike_there_is_no_rate() -> None:
    assert look_alike_metrics(COMPARISONS, np.full(150, -1), 0.9, CardThreshold.DETECTION) == {}
    assert look_alike_metrics(COMPARISONS, np.arange(150), 0.9, CardThreshold.DETECTION) == {}


def test_small_groups_are_left_out_of_the_spread() -> None:
    pairs = np.arange(150) // 2
    found = look_alike_metrics(COMPARISONS, pairs, 0.9, CardThreshold.DETECTION)
    assert list(found) == ["false match rate on pairs of people who look alike, detection threshold"]


def test_of_two_middle_groups_the_worse_one_is_the_median() -> None:
    rates = [rate(count, 100) for count in (9, 5, 4, 1)]
    assert [one.count for one in worst_and_median(rates)] == [9, 5]
    assert worst_and_median([]) == []
