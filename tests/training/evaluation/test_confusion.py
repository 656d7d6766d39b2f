import numpy as np
import pytest

from training.evaluation.confusion import Counts, count, decision_measures
from training.metrics.comparisons import Comparisons

FOUND = Comparisons(np.array([0.9, 0.8, 0.8, 0.4], np.float32), np.array([0.1, 0.3, 0.5, 0.85], np.float32))


def test_a_table_to_check_in_the_head() -> None:
    counts = count(FOUND, 0.6)
    assert counts == Counts(hits=3, missed=1, refused=3, false_matches=1)
    values = {measure.name: measure.value for measure in decision_measures(counts, "them", "0.6")}
    assert values == pytest.approx({"accuracy": 0.75, "precision": 0.75, "recall": 0.75, "F1": 0.75})


def test_f1_is_the_harmonic_mean() -> None:
    *_, f1 = decision_measures(Counts(hits=2, missed=2, refused=5, false_matches=0), "them", "there")
    assert f1.value == pytest.approx(2 / (1 / 1 + 1 / 0.5))


def test_intervals_hold_the_value_and_have_a_width_without_an_error_too() -> None:
    perfect = decision_measures(Counts(hits=10, missed=0, refused=10, false_matches=0), "them", "there")
    for measure in (*perfect, *decision_measures(count(FOUND, 0.6), "them", "there")):
        assert measure.lower < measure.value <= measure.upper + 1e-9, measure.name


def test_where_nothing_matches_precision_and_f1_are_not_defined_and_say_why() -> None:
    accuracy, precision, recall, f1 = decision_measures(count(FOUND, 0.95), "them", "there")
    assert (accuracy.value, recall.value) == (0.5, 0.0)
    for measure in (precision, f1):
        assert measure.value is None
        assert measure.reason == "nothing was taken for the same person"


def test_counts_add_up() -> None:
    assert Counts(1, 2, 3, 4) + Counts(10, 20, 30, 40) == Counts(11, 22, 33, 44)
