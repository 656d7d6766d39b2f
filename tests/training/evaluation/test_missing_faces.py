import numpy as np

from model.runtime.similarity_head import Head
from tests.training.report.synthetic_protocols import Nearness
from training.evaluation.missing_faces import UNSEEN, MissingFaceComparator, seen
from training.metrics.comparisons import compare_all
from training.metrics.one_shot import one_shot_accuracy

ROWS = np.array([[0.1], [0.2], [np.nan], [0.9]], np.float32)
PEOPLE = np.array([0, 0, 1, 1])


def test_a_picture_without_a_face_is_similar_to_nobody() -> None:
    found = compare_all(MissingFaceComparator(Nearness()), ROWS, PEOPLE)
    np.testing.assert_allclose(found.genuine, [0.9, UNSEEN], atol=1e-6)
    np.testing.assert_allclose(found.impostors, [UNSEEN, 0.2, UNSEEN, 0.3], atol=1e-6)
    np.testing.assert_allclose(seen(found.impostors), [0.2, 0.3], atol=1e-6)


def test_heads_with_several_bases_compare_so_too() -> None:
    head = Head(np.full(8, -1, np.float32), 2.0, bases=2)
    rows = np.eye(4, dtype=np.float32)
    rows[2] = np.nan
    found = compare_all(MissingFaceComparator(head), rows, PEOPLE)
    assert (found.genuine == UNSEEN).tolist() == [False, True]
    assert (found.impostors == UNSEEN).tolist() == [True, False, True, False]


def test_a_one_shot_trial_without_the_probes_face_is_lost() -> None:
    rows = np.array([[0.1], [np.nan], [0.9]], np.float32)
    comparator = MissingFaceComparator(Nearness())
    found = one_shot_accuracy(
        comparator, rows, np.array([0, 0, 1]), np.random.default_rng(0), ways=2, trials=20
    )
    assert found.count == 0
