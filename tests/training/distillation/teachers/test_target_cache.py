from pathlib import Path

import numpy as np
import pytest

from model.runtime.similarity_head import Embeddings
from tests.training.distillation.synthetic_faces import colour_teacher, made_up_faces
from training.distillation.data.views import Views, straight_view
from training.distillation.teachers import target_cache
from training.distillation.teachers.target_cache import clean_targets
from training.jobs.progress import JobCancelled, Progress, ignore_progress, never_stop

FACES = made_up_faces(6)


class CountingTeacher:
    def __init__(self) -> None:
        self.views = 0

    def __call__(self, views: Views) -> Embeddings:
        self.views += len(views)
        return colour_teacher(views)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(target_cache, "BLOCK", 5)
    monkeypatch.setattr(target_cache, "BATCH", 3)


def test_a_target_is_the_mean_of_both_sides(tmp_path: Path) -> None:
    views = np.stack([straight_view(FACES.picture(index)) for index in range(len(FACES))])
    expected = colour_teacher(views) + colour_teacher(views[:, :, ::-1])
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    received = clean_targets(FACES, colour_teacher, "a", tmp_path / "work", ignore_progress, never_stop)
    assert received.dtype == np.float32
    np.testing.assert_allclose(received, expected, atol=2e-3)


def test_a_teacher_is_asked_once(tmp_path: Path) -> None:
    teacher, seen = CountingTeacher(), list[Progress]()
    first = clean_targets(FACES, teacher, "a", tmp_path, seen.append, never_stop)
    again = clean_targets(FACES, teacher, "a", tmp_path, seen.append, never_stop)
    assert teacher.views == 2 * len(FACES)
    np.testing.assert_array_equal(first, again)
    assert [progress.done for progress in seen] == [5, 10, 12] * 2


def test_another_teacher_and_other_faces_are_asked_about(tmp_path: Path) -> None:
    teacher = CountingTeacher()
    for faces, identity in ((FACES, "a"), (FACES, "b"), (made_up_faces(5, each=1), "a")):
        clean_targets(faces, teacher, identity, tmp_path, ignore_progress, never_stop)
    assert teacher.views == 2 * (2 * len(FACES) + 5)


def test_whoever_is_stopped_keeps_whole_blocks(tmp_path: Path) -> None:
    asked = iter(range(100))
    teacher = CountingTeacher()
    with pytest.raises(JobCancelled):
        clean_targets(FACES, teacher, "a", tmp_path, ignore_progress, lambda: next(asked) >= 3)
    before = teacher.views
    clean_targets(FACES, teacher, "a", tmp_path, ignore_progress, never_stop)
    assert teacher.views - before == 2 * (len(FACES) - 5)
