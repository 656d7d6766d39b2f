import numpy as np

from model.runtime.card_keys import CardThreshold
from tests.support.comparisons import Cosine, clustered_embeddings, comparisons_of
from training.cards.card_metrics import (
    bootstrap_error_metrics,
    decision_metrics,
    error_metrics,
    match_rate_metrics,
)
from training.metrics.comparisons import compare_all

PEOPLE = np.arange(12).repeat(2)
COMPARISONS = compare_all(Cosine(), clustered_embeddings(PEOPLE, 0.8), PEOPLE)


def test_match_rates_have_their_fmr_in_the_key() -> None:
    assert list(match_rate_metrics(COMPARISONS, "all pairs")) == ["true match rate at FMR 0.01 on all pairs"]


def test_error_rates_have_the_same_keys_and_counts_with_either_interval() -> None:
    counted, over_people = (
        metrics(COMPARISONS, 0.8, "all pairs") for metrics in (error_metrics, bootstrap_error_metrics)
    )
    keys = ["false match rate on all pairs", "false non-match rate on all pairs"]
    assert list(counted) == list(over_people) == keys
    assert [counted[key].count for key in keys] == [over_people[key].count for key in keys]


def test_decisions_name_their_threshold_and_leave_out_what_is_not_defined() -> None:
    comparisons = comparisons_of([0.9, 0.8], [0.1, 0.2])
    keys = list(decision_metrics(comparisons, 0.5, "pairs", CardThreshold.EQUAL_ERROR))
    assert keys == [
        "accuracy on pairs, equal-error threshold",
        "precision on pairs, equal-error threshold",
        "recall on pairs, equal-error threshold",
        "false match rate on pairs, equal-error threshold",
        "false non-match rate on pairs, equal-error threshold",
    ]
    without_matches = decision_metrics(comparisons, 0.95, "pairs", CardThreshold.DETECTION)
    assert "precision on pairs, detection threshold" not in without_matches
