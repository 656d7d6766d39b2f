import numpy as np
import pytest

from training.jobs.progress import JobError
from training.metrics.paired_test import PairedErrors, paired_bootstrap_test
from training.metrics.paired_test_result import PairedTestResult, rejection_reason

PEOPLE, CROPS = 60, 6


def errors(share: float, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).random(PEOPLE * CROPS) < share


def compare(champion: np.ndarray, challenger: np.ndarray) -> PairedTestResult:
    owners = np.arange(PEOPLE).repeat(CROPS)
    return paired_bootstrap_test(PairedErrors("error rate", champion, challenger, np.stack([owners, owners])))


def test_a_model_with_more_errors_is_worse_and_one_with_as_many_or_fewer_is_not() -> None:
    assert compare(errors(0.02, 0), errors(0.10, 1)).is_worse
    assert not compare(errors(0.10, 0), errors(0.02, 1)).is_worse
    assert not compare(errors(0.05, 0), errors(0.05, 0)).is_worse


def test_an_error_rate_within_the_limit_does_not_count_against_the_challenger() -> None:
    champion, challenger = errors(0.02, 0), errors(0.10, 1)
    owners = np.stack([np.arange(PEOPLE).repeat(CROPS)] * 2)
    allowed, beyond = (
        paired_bootstrap_test(PairedErrors("rate", champion, challenger, owners, share))
        for share in (0.2, 0.05)
    )
    assert (allowed.is_worse, beyond.is_worse) == (False, True)


def test_a_difference_that_chance_explains_is_not_worse() -> None:
    worse = [compare(errors(0.05, seed), errors(0.05, seed + 100)).is_worse for seed in range(40)]
    assert sum(worse) <= 6


def test_one_person_with_many_errors_is_one_person() -> None:
    """Six errors of one person may be chance where six errors of six people are not."""
    one, six = np.zeros(PEOPLE * CROPS, bool), np.zeros(PEOPLE * CROPS, bool)
    one[:6] = True
    six[: 6 * CROPS : CROPS] = True
    none = np.zeros_like(one)
    assert not compare(none, one).is_worse
    assert compare(none, six).is_worse


def test_the_interval_contains_the_difference_and_is_narrower_for_the_same_errors() -> None:
    champion = errors(0.2, 0)
    similar = champion.copy()
    similar[:3] = ~similar[:3]
    near, far = compare(champion, similar), compare(champion, errors(0.2, 1))
    for found in (near, far):
        assert found.lower <= found.challenger.value - found.champion.value <= found.upper
    assert near.upper - near.lower < 0.5 * (far.upper - far.lower)


def test_an_impostor_comparison_depends_on_two_people() -> None:
    left, right = np.triu_indices(20, k=1)
    challenger = (left == 0) | (right == 0)
    champion, people = np.zeros_like(challenger), np.stack([left, right])
    found = paired_bootstrap_test(PairedErrors("false match rate", champion, challenger, people))
    assert found.challenger.count == 19
    assert found.lower == 0


def test_the_rejection_is_explained_in_a_sentence() -> None:
    worse, equal = compare(errors(0.02, 0), errors(0.10, 1)), compare(errors(0.05, 0), errors(0.05, 0))
    assert rejection_reason([equal]) == ""
    reason = rejection_reason([equal, worse])
    assert reason.startswith("The new model is not used, because its error rate is ")
    assert f"({worse.challenger.count} of 360) instead of" in reason
    assert str(worse).count("%") == 5


def test_without_a_comparison_there_is_no_test() -> None:
    none = np.zeros(0, bool)
    with pytest.raises(JobError):
        paired_bootstrap_test(PairedErrors("error rate", none, none, np.zeros((2, 0), int)))
