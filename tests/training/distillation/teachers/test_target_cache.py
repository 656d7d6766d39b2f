from pathlib import Path

import numpy as np
import pytest

from model.runtime.similarity_head import Embeddings
from tests.training.distillation.synthetic_faces import colour_teacher, synthetic_faces
from training.distillation.data.views import Views, center_view
from training.distillation.teachers import target_cache
from training.distillation.teachers.target_cache import cached_targets
from training.jobs.progress import JobCancelled, Progress, ignore_progress, never_stop

FACES = synthetic_faces(6)


class CountingTeacher:
    def __init__(self) -> None:
        self.views = 0

    def __call__(self, views: Views) -> Embeddings:
        self.views += len(views)
        return colour_teacher(views)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(target_cache, "BLOCK_SIZE", 5)
    monkeypatch.setattr(target_cache, "BATCH_SIZE", 3)


def test_a_target_is_the_mean_embedding_of_face_and_mirror_image(tmp_path: Path) -> None:
    views = np.stack([center_view(FACES.image(index)) for index in range(len(FACES))])
    expected = colour_teacher(views) + colour_teacher(views[:, :, ::-1])
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    received = cached_targets(FACES, colour_teacher, "a", tmp_path / "work", ignore_progress, never_stop)
    assert received.dtype == np.float32
    np.testing.assert_allclose(received, expected, atol=2e-3)


def test_the_second_call_reads_the_cache(tmp_path: Path) -> None:
    teacher, seen = CountingTeacher(), list[Progress]()
    first = cached_targets(FACES, teacher, "a", tmp_path, seen.append, never_stop)
    again = cached_targets(FACES, teacher, "a", tmp_path, seen.append, never_stop)
    assert teacher.views == 2 * len(FACES)
    np.testing.assert_array_equal(first, again)
    assert [progress.done for progress in seen] == [5, 10, 12] * 2


def test_another_teacher_or_other_faces_are_embedded_again(tmp_path: Path) -> None:
    teacher = CountingTeacher()
    for faces, identity in ((FACES, "a"), (FACES, "b"), (synthetic_faces(5, each=1), "a")):
        cached_targets(faces, teacher, identity, tmp_path, ignore_progress, never_stop)
    assert teacher.views == 2 * (2 * len(FACES) + 5)


def test_a_cancelled_run_keeps_finished_blocks(tmp_path: Path) -> None:
    calls = iter(range(100))
    teacher = CountingTeacher()
    with pytest.raises(JobCancelled):
        cached_targets(FACES, teacher, "a", tmp_path, ignore_progress, lambda: next(calls) >= 3)
    before = teacher.views
    cached_targets(FACES, teacher, "a", tmp_path, ignore_progress, never_stop)
    assert teacher.views - before == 2 * (len(FACES) - 5)
