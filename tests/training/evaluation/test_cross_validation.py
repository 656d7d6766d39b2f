import pytest

from tests.support.synthetic_protocols import compare, pairs_protocol
from training.evaluation.cross_validation import cross_validate


def test_each_fold_is_decided_at_the_threshold_that_the_others_select() -> None:
    # Fold 0: genuine 0.9, impostor 0.5. Fold 1: genuine 0.4, impostor 0.3.
    folds, measures = cross_validate(compare(pairs_protocol([0.9, 0.4], [0.5, 0.3], folds=[0, 1, 0, 1])))
    assert [fold.threshold for fold in folds] == pytest.approx([0.3, 0.5])
    # At 0.3 the impostor of fold 0 matches; at 0.5 the genuine pair of fold 1 does not.
    assert [fold.accuracy.count for fold in folds] == [1, 1]
    assert {measure.name: measure.value for measure in measures} == pytest.approx(
        {"accuracy": 0.5, "precision": 0.5, "recall": 0.5, "F1": 0.5}
    )


def test_the_mean_has_its_standard_error() -> None:
    # Right: 2 of 2 in folds 0 and 1, 1 of 2 in fold 2. Their standard deviation is 0.2887.
    genuine, impostors = [0.9, 0.9, 0.9], [0.1, 0.1, 0.95]
    protocol = pairs_protocol(genuine, impostors, folds=[0, 1, 2] * 2)
    folds, (accuracy, *_) = cross_validate(compare(protocol))
    assert [fold.accuracy.count for fold in folds] == [2, 2, 1]
    assert accuracy.value == pytest.approx(5 / 6)
    assert accuracy.standard_error == pytest.approx(0.2887 / 3**0.5, abs=1e-4)
    assert (accuracy.count, accuracy.trials) == (5, 6)


def test_without_folds_there_are_no_measures() -> None:
    assert cross_validate(compare(pairs_protocol([0.9], [0.1]))) == ([], [])
