import numpy as np
import pytest

from training.jobs.progress import JobError
from training.metrics.paired_test import (
    PairedErrors,
    PairedTestResult,
    paired_bootstrap_test,
    rejection_reason,
)

PEOPLE, CROPS = 60, 6


def errors(share: float, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).random(PEOPLE * CROPS) < share


def duel(champion: np.ndarray, challenger: np.ndarray) -> PairedTestResult:
    owners = np.arange(PEOPLE).repeat(CROPS)
    return paired_bootstrap_test(PairedErrors("error rate", champion, challenger, np.stack([owners, owners])))


def test_who_errs_more_loses_and_who_errs_less_or_alike_does_not() -> None:
    assert duel(errors(0.02, 0), errors(0.10, 1)).is_worse
    assert not duel(errors(0.10, 0), errors(0.02, 1)).is_worse
    assert not duel(errors(0.05, 0), errors(0.05, 0)).is_worse


def test_what_was_allowed_is_no_fault() -> None:
    champion, challenger = errors(0.02, 0), errors(0.10, 1)
    owners = np.stack([np.arange(PEOPLE).repeat(CROPS)] * 2)
    allowed, beyond = (
        paired_bootstrap_test(PairedErrors("rate", champion, challenger, owners, share))
        for share in (0.2, 0.05)
    )
    assert (allowed.is_worse, beyond.is_worse) == (False, True)


def test_a_difference_that_chance_explains_is_not_lost() -> None:
    lost = [duel(errors(0.05, seed), errors(0.05, seed + 100)).is_worse for seed in range(40)]
    assert sum(lost) <= 6


def test_one_person_with_many_errors_is_one_person() -> None:
    """Six errors of one person may be chance where six errors of six people are not."""
    one, six = np.zeros(PEOPLE * CROPS, bool), np.zeros(PEOPLE * CROPS, bool)
    one[:6] = True
    six[: 6 * CROPS : CROPS] = True
    nothing = np.zeros_like(one)
    assert not duel(nothing, one).is_worse
    assert duel(nothing, six).is_worse


def test_the_interval_holds_the_difference_and_shrinks_when_errors_are_the_same_ones() -> None:
    champion = errors(0.2, 0)
    like = champion.copy()
    like[:3] = ~like[:3]
    near, far = duel(champion, like), duel(champion, errors(0.2, 1))
    for found in (near, far):
        assert found.lower <= found.challenger.value - found.champion.value <= found.upper
    assert near.upper - near.lower < 0.5 * (far.upper - far.lower)


def test_two_people_take_part_in_an_impostor_comparison() -> None:
    left, right = np.triu_indices(20, k=1)
    challenger = (left == 0) | (right == 0)
    champion, people = np.zeros_like(challenger), np.stack([left, right])
    found = paired_bootstrap_test(PairedErrors("false match rate", champion, challenger, people))
    assert found.challenger.count == 19
    assert found.lower == 0


def test_why_in_a_sentence() -> None:
    lost, kept = duel(errors(0.02, 0), errors(0.10, 1)), duel(errors(0.05, 0), errors(0.05, 0))
    assert rejection_reason([kept]) == ""
    said = rejection_reason([kept, lost])
    assert said.startswith("The new model is kept aside, because its error rate is ")
    assert f"({lost.challenger.count} of 360) instead of" in said
    assert str(lost).count("%") == 5


def test_nothing_to_compare_is_an_error() -> None:
    nothing = np.zeros(0, bool)
    with pytest.raises(JobError):
        paired_bootstrap_test(PairedErrors("error rate", nothing, nothing, np.zeros((2, 0), int)))
