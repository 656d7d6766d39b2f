from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from tests.support.comparisons import Cosine, scattered
from training.metrics import bootstrap
from training.metrics.bootstrap import (
    QUANTILES_95,
    Draw,
    comparisons_drawn,
    drawn_again,
    false_match_intervals,
    false_non_match_interval,
    people_interval,
    rank,
)
from training.metrics.comparisons import LabelledComparisons, compare_all, compare_probes
from training.metrics.confidence import wilson
from training.metrics.error_rates import false_match_rate, false_non_match_rate
from training.metrics.verification_metrics import equal_error_rate, true_match_rate_at

SIX = np.array([0, 0, 0, 1, 1, 2, 3, 3, 4, 4, 4, 4, 5, 5])
DRAWS = {
    "everybody once": [1, 1, 1, 1, 1, 1],
    "one twice": [2, 1, 1, 0, 1, 1],
    "few left": [0, 3, 0, 2, 0, 1],
    "lopsided": [0, 1, 0, 0, 5, 0],
}


def crowd_of(people: np.ndarray, spread: float, digits: int = 7, seed: int = 0) -> LabelledComparisons:
    return compare_all(Cosine(digits), scattered(people, spread, seed), people)


def six_against_others() -> LabelledComparisons:
    probes, references = (scattered(SIX, 0.8, seed) for seed in (1, 2))
    return compare_probes(Cosine(1), probes, references, SIX, np.ones(len(SIX), np.bool_))


CROWDS: dict[str, Callable[[], LabelledComparisons]] = {
    "all pairs": lambda: crowd_of(SIX, 0.8),
    "with ties": lambda: crowd_of(SIX, 0.8, digits=1),
    "probes and references": six_against_others,
}


def drawn(crowd: LabelledComparisons, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Genuine and impostor similarities as they are: as often as their people were drawn."""
    one, other = crowd.impostor_owners
    genuine = crowd.genuine.repeat(weights[crowd.genuine_owners])
    return genuine, crowd.impostors.repeat(weights[one] * weights[other])


@pytest.mark.parametrize("weights", DRAWS.values(), ids=DRAWS)
@pytest.mark.parametrize("make", CROWDS.values(), ids=CROWDS)
def test_a_draw_is_the_people_that_were_drawn_written_out(
    make: Callable[[], LabelledComparisons], weights: list[int]
) -> None:
    crowd, counts = make(), np.array(weights)
    genuine, impostors = drawn(crowd, counts)
    draw = Draw(rank(crowd, 1.0), counts)
    for fmr in (0.1, 0.2, 0.5, 0.9):
        expected = true_match_rate_at(fmr, genuine, impostors).value
        assert draw.true_match_rate_at(fmr) == pytest.approx(expected)
    for threshold in (0.0, 0.3, float(np.float32(0.7)), 0.7, 1.0):
        exact = np.float64(threshold)
        assert draw.false_match_rate(exact) == pytest.approx(false_match_rate(impostors, threshold).value)
        expected = false_non_match_rate(genuine, threshold).value
        assert draw.false_non_match_rate(exact) == pytest.approx(expected)
    assert draw.equal_error_rate() == pytest.approx(equal_error_rate(genuine, impostors))


@pytest.mark.parametrize("weights", DRAWS.values(), ids=DRAWS)
def test_comparisons_are_counted_as_if_written_out(weights: list[int]) -> None:
    crowd, counts = crowd_of(SIX, 0.8), np.array(weights)
    genuine, impostors = drawn(crowd, counts)
    twice = np.stack([counts, 2 * counts], axis=1)
    assert comparisons_drawn(crowd.impostor_owners, twice).tolist() == [len(impostors), 4 * len(impostors)]
    own = np.stack([crowd.genuine_owners] * 2)
    assert comparisons_drawn(own, twice).tolist() == [len(genuine), 2 * len(genuine)]


def test_intervals_of_many_thresholds_are_those_of_each() -> None:
    crowd = crowd_of(np.arange(30).repeat(3), 0.8, digits=2)
    thresholds = np.array([0.0, 0.31, float(np.float32(0.5)), 0.5, 0.9, 1.0])
    rng = np.random.default_rng(3)
    groups = [drawn(crowd, drawn_again(30, rng)) for _ in range(40)]
    matches = false_match_intervals(crowd, thresholds, 3, 40)
    for place, threshold in enumerate(thresholds):
        rates = [false_match_rate(impostors, threshold).value for _, impostors in groups]
        assert matches[:, place] == pytest.approx(np.quantile(rates, QUANTILES_95))
        rates = [false_non_match_rate(genuine, threshold).value for genuine, _ in groups]
        misses = false_non_match_interval(crowd, threshold, 3, 40)
        assert misses == pytest.approx(np.quantile(rates, QUANTILES_95))


def test_the_highest_impostors_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = crowd_of(np.arange(40).repeat(4), 0.5)
    whole = people_interval(crowd, lambda draw: draw.true_match_rate_at(0.01), 0.01)
    monkeypatch.setattr(bootstrap, "FEWEST_KEPT", 10)
    assert len(rank(crowd, 0.01).impostors) < len(crowd.impostors) / 20
    assert people_interval(crowd, lambda draw: draw.true_match_rate_at(0.01), 0.01) == whole


def test_fewer_people_are_less_sure() -> None:
    few, many = (
        people_interval(crowd_of(np.arange(count).repeat(4), 0.8), Draw.equal_error_rate, 0.2)
        for count in (12, 120)
    )
    assert few[1] - few[0] > 2 * (many[1] - many[0])


def test_pictures_of_the_same_people_do_not_make_it_surer() -> None:
    """Ten people of whom half are always recognised: 450 genuine pairs, but ten people."""
    people = np.arange(10).repeat(10)
    crowd = crowd_of(people, 0.0)
    genuine = np.where(crowd.genuine_owners < 5, 0.9, 0.1).astype(np.float32)
    crowd = replace(crowd, genuine=genuine)
    lower, upper = people_interval(crowd, lambda draw: draw.false_non_match_rate(np.float64(0.5)), 0.0)
    narrow = wilson(225, 450)
    assert lower == pytest.approx(0.2, abs=0.11)
    assert upper == pytest.approx(0.8, abs=0.11)
    assert upper - lower > 4 * (narrow[1] - narrow[0])


def test_intervals_are_seeded() -> None:
    crowd = crowd_of(np.arange(20).repeat(3), 0.8)
    first, again, other = (people_interval(crowd, Draw.equal_error_rate, 0.2, seed) for seed in (1, 1, 2))
    assert first == again != other


def test_draws_that_say_nothing_are_left_out() -> None:
    """Only one of three people has two pictures: a third of the draws has no genuine comparison."""
    crowd = crowd_of(np.array([0, 0, 1, 2]), 0.0)
    assert people_interval(crowd, lambda draw: draw.true_match_rate_at(0.3), 0.3) == (1.0, 1.0)
