import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from tests.support.comparisons import Cosine, scattered
from training.data.pairs import DIFFERENT, SAME
from training.metrics import verification_metrics, weighted_metrics
from training.metrics.bootstrap import people_interval
from training.metrics.comparisons import Comparisons, compare_all
from training.metrics.weighted_metrics import (
    area,
    equal_error,
    intervals,
    probability_error,
    sensitivity,
    weigh,
)


def of(genuine: list[float], impostors: list[float]) -> Comparisons:
    return Comparisons(np.array(genuine, np.float32), np.array(impostors, np.float32))


AREAS = {
    "apart": ([0.8, 0.9], [0.1, 0.2], 1.0),
    "the wrong way round": ([0.1], [0.8, 0.9], 0.0),
    "all alike": ([0.5, 0.5], [0.5], 0.5),
    # Of six comparisons of one with the other, 0.4 loses to 0.5 and ties with 0.4.
    "a loss and a tie": ([0.4, 0.9], [0.1, 0.4, 0.5], 4.5 / 6),
    "one without a face loses": ([-1.0, 0.9], [0.1], 0.5),
}


@pytest.mark.parametrize(("genuine", "impostors", "expected"), AREAS.values(), ids=AREAS)
def test_the_area_by_hand(genuine: list[float], impostors: list[float], expected: float) -> None:
    assert area(weigh(of(genuine, impostors))) == pytest.approx(expected)


def test_d_prime_by_hand() -> None:
    # Means 0.8 and 0.3, both with a standard deviation of 0.1.
    found = of([0.7, 0.9], [0.2, 0.4])
    assert sensitivity(weigh(found)) == pytest.approx(5, rel=1e-5)
    with_a_failure = of([0.7, 0.9, -1.0], [0.2, 0.4, -1.0])
    assert sensitivity(weigh(with_a_failure)) == pytest.approx(5, rel=1e-5)


@pytest.mark.parametrize("genuine", [[0.9, 0.9], [-1.0]], ids=["nothing varies", "no face"])
def test_d_prime_is_not_always_defined(genuine: list[float]) -> None:
    assert np.isnan(sensitivity(weigh(of(genuine, [0.1, 0.1]))))


@pytest.mark.parametrize("digits", [1, 2, 7])
def test_they_agree_with_scikit_learn_and_with_evaluation(digits: int) -> None:
    rng = np.random.default_rng(digits)
    genuine, impostors = (rng.beta(*ends, 60).round(digits).tolist() for ends in ((5, 2), (2, 5)))
    found = of(genuine, impostors)
    same = np.repeat([SAME, DIFFERENT], 60)
    assert area(weigh(found)) == pytest.approx(roc_auc_score(same, [*found.genuine, *found.impostors]))
    expected = verification_metrics.equal_error_rate(found.genuine, found.impostors)
    assert equal_error(weigh(found)) == pytest.approx(expected)
    expected = verification_metrics.probability_error(found.genuine, found.impostors)
    assert probability_error(weigh(found)) == pytest.approx(expected, abs=1e-6)


def test_people_drawn_again_are_those_of_the_bootstrap() -> None:
    people = np.arange(12).repeat(3)
    crowd = compare_all(Cosine(), scattered(people, 0.9), people)
    (received,) = intervals(crowd, [equal_error], seed=3, replicates=50)
    expected = people_interval(crowd, lambda draw: draw.equal_error_rate(), 1.0, seed=3, replicates=50)
    assert received == pytest.approx(expected, abs=1e-6)


def test_the_interval_of_listed_pairs_holds_the_truth_about_as_often_as_it_says() -> None:
    rng, held = np.random.default_rng(0), 0
    for _ in range(40):
        found = of(rng.normal(0.6, 0.1, 40).tolist(), rng.normal(0.4, 0.1, 40).tolist())
        ((lower, upper),) = intervals(found, [area], replicates=80)  # type: ignore[misc]
        held += lower < 0.9214 < upper  # the normal distribution at 2 / sqrt(2)
    assert 33 <= held <= 40


def test_what_no_draw_defines_has_no_interval() -> None:
    assert intervals(of([0.9], [0.1]), [sensitivity], replicates=5) == [None]


def test_draws_are_seeded() -> None:
    found = of([0.2, 0.7, 0.8, 0.9], [0.1, 0.3, 0.75])
    first, again, other = (intervals(found, [area], seed, 20) for seed in (1, 1, 2))
    assert first == again != other
    assert weighted_metrics.REPLICATES >= 200


def test_neighbours_that_are_put_together_hardly_change_an_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    people = np.arange(40).repeat(4)
    crowd = compare_all(Cosine(), scattered(people, 0.9), people)
    measures = [area, sensitivity, probability_error]
    exact = intervals(crowd, measures, replicates=30)
    monkeypatch.setattr(weighted_metrics, "MOST_CELLS", 1000)
    coarse = intervals(crowd, measures, replicates=30)
    assert len(crowd.impostors) > 12 * weighted_metrics.MOST_CELLS
    np.testing.assert_allclose(np.array(coarse), np.array(exact), rtol=1e-3)
    assert coarse != exact
