from pathlib import Path

import numpy as np
import pytest

from tests.support.fakes import face_at
from tests.support.synthetic_people import pictures_of, write_pictures
from tests.training.robustness.synthetic_benchmark import NightBlindFinder, benchmark_context
from training.data.degradations import Degradation, brightness
from training.jobs.progress import JobCancelled, JobError, Progress
from training.robustness.face_cache import find_faces
from training.robustness.image_sets import CleanImages, DegradedImages


@pytest.fixture
def image_set(tmp_path: Path) -> CleanImages:
    write_pictures(tmp_path / "Ann", pictures_of(0, 3, 120), "Ann_{:04d}.jpg")
    write_pictures(tmp_path / "Dark", np.zeros((1, 120, 120, 3), np.uint8), "Dark_{:04d}.jpg")
    names = (f"Ann/Ann_{number:04d}.jpg" for number in (1, 2, 3))
    return CleanImages(tmp_path, (*names, "Dark/Dark_0001.jpg"))


def test_there_is_a_face_or_none_for_each_image_in_order(image_set: CleanImages, tmp_path: Path) -> None:
    faces = find_faces(image_set, benchmark_context(tmp_path / "work"))
    assert [face is None for face in faces] == [False, False, False, True]
    assert faces[0] is not None
    expected = face_at(10, 10, 100)
    assert faces[0].box == expected.box
    assert faces[0].score == pytest.approx(expected.score)
    np.testing.assert_array_equal(faces[0].landmarks, expected.landmarks)


def test_the_second_call_reads_the_cache(image_set: CleanImages, tmp_path: Path) -> None:
    finder = NightBlindFinder()
    for _ in range(2):
        find_faces(image_set, benchmark_context(tmp_path / "work", finder))
    assert finder.calls == 4


def test_the_finder_gets_the_degraded_images(image_set: CleanImages, tmp_path: Path) -> None:
    bright = CleanImages(image_set.root, image_set.images[:3])
    dark = DegradedImages(bright, [face_at(10, 10, 100)] * 3, Degradation("night", brightness(0.1)))
    context = benchmark_context(tmp_path / "work")
    assert None not in find_faces(bright, context)
    assert find_faces(dark, context) == [None] * 3


def test_another_finder_does_not_use_the_cache(image_set: CleanImages, tmp_path: Path) -> None:
    find_faces(image_set, benchmark_context(tmp_path / "work"))
    blind = NightBlindFinder(min_brightness=255)
    assert find_faces(image_set, benchmark_context(tmp_path / "work", blind, "a blind finder")) == [None] * 4


def test_progress_names_the_image_set(image_set: CleanImages, tmp_path: Path) -> None:
    seen: list[Progress] = []
    find_faces(image_set, benchmark_context(tmp_path / "work", report=seen.append))
    assert (seen[0].stage, seen[0].total) == ("clean: finding faces", 4)


def test_a_cancelled_run_writes_no_cache_file(image_set: CleanImages, tmp_path: Path) -> None:
    with pytest.raises(JobCancelled, match="'clean: finding faces' after 0 of 4"):
        find_faces(image_set, benchmark_context(tmp_path / "work", should_stop=lambda: True))
    assert not (tmp_path / "work").exists()


def test_a_damaged_cache_file_is_an_error(image_set: CleanImages, tmp_path: Path) -> None:
    context = benchmark_context(tmp_path / "work")
    find_faces(image_set, context)
    (file,) = context.folder.iterdir()
    file.write_bytes(file.read_bytes()[:150])
    with pytest.raises(JobError, match=rf"{file.name} is damaged"):
        find_faces(image_set, context)
