from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.vision.alignment import align
from tests.support.fakes import face_at
from tests.support.synthetic_people import pictures_of, write_pictures
from tests.training.distillation.synthetic_faces import colour_teacher
from tests.training.robustness.synthetic_benchmark import CountingNetwork, benchmark_context
from training.jobs.progress import JobCancelled, JobError
from training.robustness.candidates import Network
from training.robustness.embedding import embed_faces
from training.robustness.image_sets import CleanImages

COUNT = 70
FACES = [None if index == 3 else face_at(10 + index / 10, 10, 90) for index in range(COUNT)]


@pytest.fixture
def image_set(tmp_path: Path) -> CleanImages:
    write_pictures(tmp_path / "Ann", pictures_of(0, COUNT, 120, noise=60), "Ann_{:04d}.jpg")
    return CleanImages(tmp_path, tuple(f"Ann/Ann_{number + 1:04d}.jpg" for number in range(COUNT)))


def network(fingerprint: str = "a network") -> tuple[Network, CountingNetwork]:
    counting = CountingNetwork()
    return Network(fingerprint, align, counting), counting


def test_there_is_a_row_for_each_face_in_order(image_set: CleanImages, tmp_path: Path) -> None:
    one, _ = network()
    rows = embed_faces([one], image_set, FACES, benchmark_context(tmp_path / "work"))[one]
    crops = [
        align(image_set.image(index), face.landmarks) for index, face in enumerate(FACES) if face is not None
    ]
    np.testing.assert_allclose(rows, colour_teacher(np.stack(crops)), atol=1e-6)


def test_only_networks_without_rows_embed(image_set: CleanImages, tmp_path: Path) -> None:
    (first, first_count), (second, second_count) = network("first"), network("second")
    context = benchmark_context(tmp_path / "work")
    embed_faces([first], image_set, FACES, context)
    rows = embed_faces([first, second], image_set, FACES, context)
    assert (first_count.count, second_count.count) == (COUNT - 1, COUNT - 1)
    np.testing.assert_array_equal(rows[first], rows[second])


def test_another_crop_function_embeds_again(image_set: CleanImages, tmp_path: Path) -> None:
    one, counting = network()
    context = benchmark_context(tmp_path / "work")
    embed_faces([one], image_set, FACES, context)
    mirrored = replace(one, crop=lambda image, landmarks: align(image, landmarks)[:, ::-1])
    embed_faces([mirrored], image_set, FACES, context)
    assert counting.count == 2 * (COUNT - 1)


def test_an_image_set_without_faces_is_an_error(image_set: CleanImages, tmp_path: Path) -> None:
    with pytest.raises(JobError, match=r"None of the 70 images \(clean\)"):
        embed_faces([network()[0]], image_set, [None] * COUNT, benchmark_context(tmp_path / "work"))


def test_a_cancelled_run_writes_no_cache_file(image_set: CleanImages, tmp_path: Path) -> None:
    one, counting = network()
    context = benchmark_context(tmp_path / "work", should_stop=lambda: counting.count > 0)
    with pytest.raises(JobCancelled, match="after 64 of 69"):
        embed_faces([one], image_set, FACES, context)
    assert not (tmp_path / "work").exists()
