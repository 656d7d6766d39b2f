from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from tests.support.comparisons import Cosine, clustered_embeddings
from training.metrics import bootstrap
from training.metrics.bootstrap import (
    count_resampled,
    false_match_intervals,
    false_non_match_interval,
    people_interval,
    people_resampler,
    resample,
)
from training.metrics.comparisons import Comparisons, LabelledComparisons, compare_all, compare_probes
from training.metrics.confidence import percentile_interval, wilson
from training.metrics.error_rates import false_match_rate, false_non_match_rate
from training.metrics.verification_metrics import equal_error_rate, true_match_rate_at
from training.metrics.weighted_metrics import WeightedScores
from training.metrics.weighted_metrics import equal_error_rate as weighted_equal_error_rate
from training.metrics.weighted_metrics import true_match_rate_at as weighted_true_match_rate_at

SIX = np.array([0, 0, 0, 1, 1, 2, 3, 3, 4, 4, 4, 4, 5, 5])
SAMPLES = {
    "each once": [1, 1, 1, 1, 1, 1],
    "one twice": [2, 1, 1, 0, 1, 1],
    "few left": [0, 3, 0, 2, 0, 1],
    "lopsided": [0, 1, 0, 0, 5, 0],
}


def all_pairs_of(people: np.ndarray, spread: float, digits: int = 7, seed: int = 0) -> LabelledComparisons:
    return compare_all(Cosine(digits), clustered_embeddings(people, spread, seed), people)


def probes_against_references() -> LabelledComparisons:
    probes, references = (clustered_embeddings(SIX, 0.8, seed) for seed in (1, 2))
    return compare_probes(Cosine(1), probes, references, SIX, np.ones(len(SIX), np.bool_))


COMPARISONS: dict[str, Callable[[], LabelledComparisons]] = {
    "all pairs": lambda: all_pairs_of(SIX, 0.8),
    "with ties": lambda: all_pairs_of(SIX, 0.8, digits=1),
    "probes and references": probes_against_references,
}


def written_out(comparisons: LabelledComparisons, counts: np.ndarray) -> Comparisons:
    """Each comparison as often as the sample contains it."""
    one, other = comparisons.impostor_owners
    return Comparisons(
        comparisons.genuine.repeat(counts[comparisons.genuine_owners]),
        comparisons.impostors.repeat(counts[one] * counts[other]),
    )


def tmr_at(fmr: float) -> Callable[[WeightedScores], float]:
    return lambda sample: weighted_true_match_rate_at(sample, fmr)


@pytest.mark.parametrize("counts", SAMPLES.values(), ids=SAMPLES)
@pytest.mark.parametrize("make", COMPARISONS.values(), ids=COMPARISONS)
def test_a_sample_is_the_same_as_its_people_written_out(
    make: Callable[[], LabelledComparisons], counts: list[int]
) -> None:
    comparisons = make()
    expected = written_out(comparisons, np.array(counts))
    sample = people_resampler(comparisons, 1.0).sample(np.array(counts))
    for fmr in (0.1, 0.2, 0.5, 0.9):
        rate = true_match_rate_at(fmr, expected.genuine, expected.impostors)
        assert weighted_true_match_rate_at(sample, fmr) == pytest.approx(rate.value)
    for threshold in (0.0, 0.3, float(np.float32(0.7)), 0.7, 1.0):
        exact = np.float64(threshold)
        fmr, fnmr = (
            false_match_rate(expected.impostors, threshold),
            false_non_match_rate(expected.genuine, threshold),
        )
        assert sample.false_match_rate(exact) == pytest.approx(fmr.value)
        assert sample.false_non_match_rate(exact) == pytest.approx(fnmr.value)
    assert weighted_equal_error_rate(sample) == pytest.approx(equal_error_rate(expected))


@pytest.mark.parametrize("counts", SAMPLES.values(), ids=SAMPLES)
def test_comparisons_are_counted_as_if_written_out(counts: list[int]) -> None:
    comparisons = all_pairs_of(SIX, 0.8)
    expected = written_out(comparisons, np.array(counts))
    samples = np.stack([np.array(counts), 2 * np.array(counts)], axis=1)
    impostors = len(expected.impostors)
    assert count_resampled(comparisons.impostor_owners, samples).tolist() == [impostors, 4 * impostors]
    owners, genuine = np.stack([comparisons.genuine_owners] * 2), len(expected.genuine)
    assert count_resampled(owners, samples).tolist() == [genuine, 2 * genuine]


def test_intervals_of_many_thresholds_are_those_of_each() -> None:
    comparisons = all_pairs_of(np.arange(30).repeat(3), 0.8, digits=2)
    thresholds = np.array([0.0, 0.31, float(np.float32(0.5)), 0.5, 0.9, 1.0])
    rng = np.random.default_rng(3)
    samples = [written_out(comparisons, resample(30, rng)) for _ in range(40)]
    fmr_intervals = false_match_intervals(comparisons, thresholds, 3, 40)
    for column, threshold in enumerate(thresholds):
        rates = [false_match_rate(sample.impostors, threshold).value for sample in samples]
        assert fmr_intervals[:, column] == pytest.approx(percentile_interval(rates))
        rates = [false_non_match_rate(sample.genuine, threshold).value for sample in samples]
        fnmr_interval = false_non_match_interval(comparisons, threshold, 3, 40)
        assert fnmr_interval == pytest.approx(percentile_interval(rates))


def test_the_highest_impostors_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    comparisons = all_pairs_of(np.arange(40).repeat(4), 0.5)
    whole = people_interval(comparisons, tmr_at(0.01), 0.01)
    monkeypatch.setattr(bootstrap, "MIN_SORTED_IMPOSTORS", 10)
    assert len(people_resampler(comparisons, 0.01).impostors) < len(comparisons.impostors) / 20
    assert people_interval(comparisons, tmr_at(0.01), 0.01) == whole


@pytest.mark.slow
def test_fewer_people_give_a_wider_interval() -> None:
    few, many = (
        people_interval(all_pairs_of(np.arange(count).repeat(4), 0.8), weighted_equal_error_rate, 0.2)
        for count in (12, 120)
    )
    assert few[1] - few[0] > 2 * (many[1] - many[0])


def test_more_pictures_of_the_same_people_do_not_narrow_it() -> None:
    """Ten people of whom half are always recognised: 450 genuine pairs, but ten people."""
    people = np.arange(10).repeat(10)
    comparisons = all_pairs_of(people, 0.0)
    genuine = np.where(comparisons.genuine_owners < 5, 0.9, 0.1).astype(np.float32)
    comparisons = replace(comparisons, genuine=genuine)
    lower, upper = people_interval(
        comparisons, lambda sample: sample.false_non_match_rate(np.float64(0.5)), 0.0
    )
    narrow = wilson(225, 450)
    assert lower == pytest.approx(0.2, abs=0.11)
    assert upper == pytest.approx(0.8, abs=0.11)
    assert upper - lower > 4 * (narrow[1] - narrow[0])


def test_intervals_are_seeded() -> None:
    comparisons = all_pairs_of(np.arange(20).repeat(3), 0.8)
    first, again, other = (
        people_interval(comparisons, weighted_equal_error_rate, 0.2, seed) for seed in (1, 1, 2)
    )
    assert first == again != other


def test_samples_without_genuine_comparisons_are_left_out() -> None:
    """Only one of three people has two pictures: a third of the samples has no genuine comparison."""
    comparisons = all_pairs_of(np.array([0, 0, 1, 2]), 0.0)
    assert people_interval(comparisons, tmr_at(0.3), 0.3) == (1.0, 1.0)
