import numpy as np
import pytest
from sklearn.metrics import f1_score

from tests.support.comparisons import comparisons_of
from training.data.pairs import DIFFERENT, SAME
from training.jobs.progress import InsufficientDataError
from training.metrics.comparisons import Comparisons
from training.metrics.confusion import ConfusionMatrix, count_decisions, f1_interval

COMPARISONS = comparisons_of([0.9, 0.8, 0.8, 0.4], [0.1, 0.2, 0.3, 0.3, 0.5, 0.85])


def test_decisions_by_hand() -> None:
    matrix = count_decisions(COMPARISONS, 0.6)
    assert matrix == ConfusionMatrix(true_matches=3, false_non_matches=1, true_non_matches=5, false_matches=1)
    for rate, counts in ((matrix.accuracy, (8, 10)), (matrix.precision, (3, 4)), (matrix.recall, (3, 4))):
        assert rate is not None
        assert (rate.count, rate.trials) == counts
    assert matrix.f1 == pytest.approx(0.75)


def test_a_tie_with_the_threshold_does_not_match() -> None:
    matrix = count_decisions(COMPARISONS, float(np.float32(0.8)))
    assert (matrix.true_matches, matrix.false_matches) == (1, 1)


def test_precision_and_f1_are_not_defined_where_nothing_matches() -> None:
    matrix = count_decisions(COMPARISONS, 0.95)
    assert (matrix.precision, matrix.f1) == (None, None)
    with pytest.raises(ValueError, match="nothing matches"):
        f1_interval(matrix)


def test_f1_is_the_harmonic_mean_and_that_of_scikit_learn() -> None:
    matrix = ConfusionMatrix(true_matches=2, false_non_matches=2, true_non_matches=5, false_matches=1)
    assert matrix.f1 == pytest.approx(2 / (1 / (2 / 3) + 1 / 0.5))
    labels = np.repeat([SAME, DIFFERENT], [4, 6])
    decisions = np.repeat([SAME, DIFFERENT, DIFFERENT, SAME], [2, 2, 5, 1])
    assert matrix.f1 == f1_score(labels, decisions, pos_label=SAME)


@pytest.mark.parametrize("matrix", [ConfusionMatrix(10, 0, 10, 0), ConfusionMatrix(3, 1, 5, 1)])
def test_the_interval_of_f1_has_a_width_even_without_an_error(matrix: ConfusionMatrix) -> None:
    lower, upper = f1_interval(matrix)
    assert matrix.f1 is not None
    assert lower < matrix.f1 <= upper


def test_matrices_add_up() -> None:
    assert ConfusionMatrix(1, 2, 3, 4) + ConfusionMatrix(10, 20, 30, 40) == ConfusionMatrix(11, 22, 33, 44)


@pytest.mark.parametrize(
    "comparisons",
    [
        Comparisons(COMPARISONS.genuine[:0], COMPARISONS.impostors),
        Comparisons(COMPARISONS.genuine, COMPARISONS.impostors[:0]),
    ],
    ids=["nothing genuine", "no impostor"],
)
def test_decisions_need_comparisons_of_both_kinds(comparisons: Comparisons) -> None:
    with pytest.raises(InsufficientDataError, match="trials=0"):
        count_decisions(comparisons, 0.5)
