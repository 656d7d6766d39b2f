import pytest

from training.evaluation.decision_measures import decision_measures
from training.evaluation.results import IntervalMethod, ThresholdName
from training.metrics.confusion import ConfusionMatrix

AT = ThresholdName.DETECTION


def matrix(
    true_matches: int, false_non_matches: int, true_non_matches: int, false_matches: int
) -> ConfusionMatrix:
    return ConfusionMatrix(true_matches, false_non_matches, true_non_matches, false_matches)


def test_the_four_measures_by_hand() -> None:
    measures = decision_measures(matrix(3, 1, 3, 1), "pairs", AT)
    assert {measure.name: measure.value for measure in measures} == pytest.approx(
        {"accuracy": 0.75, "precision": 0.75, "recall": 0.75, "F1": 0.75}
    )
    assert {(measure.on, measure.at) for measure in measures} == {("pairs", AT)}


@pytest.mark.parametrize("counts", [(10, 0, 10, 0), (3, 1, 3, 1)], ids=["without an error", "with errors"])
def test_every_interval_contains_the_value_and_has_a_width(counts: tuple[int, int, int, int]) -> None:
    for measure in decision_measures(matrix(*counts), "pairs", AT):
        assert measure.lower < measure.value <= measure.upper + 1e-9, measure.name


def test_f1_has_no_trials_and_its_own_interval() -> None:
    *rates, f1 = decision_measures(matrix(2, 2, 5, 0), "pairs", AT)
    assert f1.value == pytest.approx(2 / (1 / 1 + 1 / 0.5))
    assert (f1.count, f1.trials, f1.interval) == (None, None, IntervalMethod.JEFFREYS)
    assert {rate.interval for rate in rates} == {IntervalMethod.WILSON}


def test_without_a_match_precision_and_f1_are_undefined_with_a_reason() -> None:
    accuracy, precision, recall, f1 = decision_measures(matrix(0, 4, 4, 0), "pairs", AT)
    assert (accuracy.value, recall.value) == (0.5, 0.0)
    for measure in (precision, f1):
        assert measure.value is None
        assert measure.reason == "no pair matched"
