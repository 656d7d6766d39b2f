import numpy as np
import pytest

from tests.support.comparisons import Cosine, clustered_embeddings
from training.data.pairs import Pairs, all_pairs
from training.metrics.comparisons import compare_all
from training.metrics.error_rates import false_match_rate, false_non_match_rate
from training.metrics.summary import (
    equal_error_interval,
    error_rates_over_people,
    probe_match_rates,
    summarize_accuracy,
    true_match_rates,
)

PEOPLE = np.arange(30).repeat(4)
APART = clustered_embeddings(PEOPLE, 0.0, dimensions=64)
BLURRED = clustered_embeddings(PEOPLE, 0.8)
ANYWHERE = clustered_embeddings(PEOPLE, np.inf)


def listed() -> Pairs:
    """As many genuine as impostor pairs."""
    pairs = all_pairs(PEOPLE)
    impostors = np.flatnonzero(pairs.same == 0)[::39]
    rows = np.concatenate([np.flatnonzero(pairs.same), impostors])
    return Pairs(pairs.left[rows], pairs.right[rows], pairs.same[rows])


@pytest.mark.slow
def test_people_far_apart_are_never_confused() -> None:
    found = summarize_accuracy(Cosine(), APART, PEOPLE, listed(), threshold=0.95)
    assert found.listed.value == 1
    assert {fmr: rate.value for fmr, rate in found.true_match_rates.items()} == {1e-2: 1, 1e-3: 1}
    assert found.true_match_rates[1e-3].lower < 1
    assert (found.equal_error.value, found.equal_error.upper) == (0, 0)
    assert found.one_shot.value == 1


@pytest.mark.slow
def test_random_embeddings_are_at_chance() -> None:
    found = summarize_accuracy(Cosine(), ANYWHERE, PEOPLE, listed(), threshold=0.5)
    assert found.listed.value == pytest.approx(0.5, abs=0.1)
    assert found.true_match_rates[1e-2].value < 0.06
    assert found.equal_error.lower < 0.5 < found.equal_error.upper
    assert found.one_shot.value == pytest.approx(1 / 20, abs=0.02)


def test_rates_have_the_counts_of_comparisons_and_intervals_over_people() -> None:
    comparisons = compare_all(Cosine(), BLURRED, PEOPLE)
    found = true_match_rates(comparisons)[1e-2]
    assert found.trials == 30 * 6
    assert found.count == round(found.value * found.trials)
    fmr, fnmr = error_rates_over_people(comparisons, 0.8)
    for wide, narrow in (
        (fmr, false_match_rate(comparisons.impostors, 0.8)),
        (fnmr, false_non_match_rate(comparisons.genuine, 0.8)),
    ):
        assert (wide.count, wide.trials, wide.value) == (narrow.count, narrow.trials, narrow.value)
        assert wide.upper - wide.lower > 1.2 * (narrow.upper - narrow.lower)
    error = equal_error_interval(comparisons)
    assert 0 < error.lower < error.value < error.upper < 0.5


def test_a_rate_with_too_few_impostors_is_left_out() -> None:
    comparisons = compare_all(Cosine(), BLURRED[:24], PEOPLE[:24])
    assert list(true_match_rates(comparisons)) == [1e-2]


def test_probes_are_compared_with_every_reference_of_another_picture() -> None:
    found = probe_match_rates(Cosine(), APART, APART, PEOPLE)
    assert list(found) == [1e-2, 1e-3, 1e-4]
    assert {(rate.count, rate.trials) for rate in found.values()} == {(360, 360)}


def test_probes_without_a_face_match_nothing() -> None:
    seen = np.ones(len(PEOPLE), np.bool_)
    seen[[0, 50, 51]] = False
    probes = np.where(seen[:, np.newaxis], APART, np.float32(np.nan))
    found = probe_match_rates(Cosine(), probes, APART, PEOPLE, found=seen)
    assert {(rate.count, rate.trials) for rate in found.values()} == {(360 - 3 * 3, 360)}


def test_without_a_face_in_any_probe_nothing_matches() -> None:
    none = np.zeros(len(PEOPLE), np.bool_)
    found = probe_match_rates(Cosine(), APART, APART, PEOPLE, found=none)
    assert {rate.count for rate in found.values()} == {0}
