import numpy as np

from model.runtime.similarity_head import Head
from tests.support.synthetic_protocols import LineComparator
from training.evaluation.missing_faces import MissingFaceComparator, with_faces
from training.metrics.comparisons import MISSING_FACE, compare_all
from training.metrics.one_shot import one_shot_accuracy

ROWS = np.array([[0.1], [0.2], [np.nan], [0.9]], np.float32)
PEOPLE = np.array([0, 0, 1, 1])


def test_a_picture_without_a_face_is_similar_to_no_other() -> None:
    found = compare_all(MissingFaceComparator(LineComparator()), ROWS, PEOPLE)
    np.testing.assert_allclose(found.genuine, [0.9, MISSING_FACE], atol=1e-6)
    np.testing.assert_allclose(found.impostors, [MISSING_FACE, 0.2, MISSING_FACE, 0.3], atol=1e-6)
    np.testing.assert_allclose(with_faces(found.impostors), [0.2, 0.3], atol=1e-6)


def test_it_holds_for_heads_with_several_bases() -> None:
    head = Head(np.full(8, -1, np.float32), 2.0, bases=2)
    rows = np.eye(4, dtype=np.float32)
    rows[2] = np.nan
    found = compare_all(MissingFaceComparator(head), rows, PEOPLE)
    assert (found.genuine == MISSING_FACE).tolist() == [False, True]
    assert (found.impostors == MISSING_FACE).tolist() == [True, False, True, False]


def test_a_one_shot_trial_without_the_probes_face_is_wrong() -> None:
    rows = np.array([[0.1], [np.nan], [0.9]], np.float32)
    comparator = MissingFaceComparator(LineComparator())
    found = one_shot_accuracy(
        comparator, rows, np.array([0, 0, 1]), np.random.default_rng(0), ways=2, trials=20
    )
    assert found.count == 0
