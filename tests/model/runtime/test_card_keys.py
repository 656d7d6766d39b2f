"""The keys are stored in the cards of users: these texts must not change."""

import pytest

from model.runtime.card_keys import (
    CardAttempt,
    CardData,
    CardMetric,
    CardThreshold,
    attempt_key,
    is_error_in_use,
    metric_key,
)


def test_keys_are_those_of_stored_cards() -> None:
    assert [str(metric) for metric in CardMetric] == [
        "accuracy",
        "precision",
        "recall",
        "false match rate",
        "false non-match rate",
    ]
    assert [str(threshold) for threshold in CardThreshold] == [
        "detection threshold",
        "equal-error threshold",
        "convenient level",
        "strict level",
    ]
    assert [str(key) for key in CardData] == [
        "trained on",
        "thresholds chosen on",
        "judged on",
        "attempts",
        "people who look alike, thresholds chosen on",
        "people who look alike, judged on",
    ]
    key = metric_key(CardMetric.RECALL, "View 1 pairs", CardThreshold.EQUAL_ERROR)
    assert key == "recall on View 1 pairs, equal-error threshold"
    assert metric_key(CardMetric.ACCURACY, "pairs") == "accuracy on pairs"
    assert [attempt_key(rate, "balanced") for rate in CardAttempt] == [
        "false accept rate of an attempt by a stranger, balanced",
        "false accept rate of an attempt by a stranger who looks alike, balanced",
        "false reject rate of an attempt, balanced",
    ]


IN_USE = {
    "false match rate on all pairs, detection threshold": True,
    "false non-match rate on held-out crops of Jo": True,
    "false match rate on View 1 pairs, equal-error threshold": False,
    "false match rate on pairs of people who look alike, strict level": False,
    "false match rate on pairs of people who look alike, worst of 32 groups, detection threshold": True,
    "accuracy on View 1 pairs, detection threshold": False,
    "true match rate at FMR 0.01 on all pairs": False,
    "failure to find a face": False,
}


@pytest.mark.parametrize(("key", "in_use"), IN_USE.items())
def test_error_rates_at_the_detection_threshold_are_those_in_use(key: str, in_use: bool) -> None:
    assert is_error_in_use(key) == in_use
