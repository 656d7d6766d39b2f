from pathlib import Path

import numpy as np
import pytest

from tests.support.fakes import face_at
from tests.support.synthetic_people import pictures_of, write_pictures
from tests.training.robustness.synthetic_benchmark import NightBlindFinder, workshop
from training.data.degradations import Degradation, brightness
from training.jobs.progress import JobCancelled, JobError, Progress
from training.robustness.face_cache import find_faces
from training.robustness.image_sets import Clean, Degraded


@pytest.fixture
def scene(tmp_path: Path) -> Clean:
    write_pictures(tmp_path / "Ann", pictures_of(0, 3, 120), "Ann_{:04d}.jpg")
    write_pictures(tmp_path / "Dark", np.zeros((1, 120, 120, 3), np.uint8), "Dark_{:04d}.jpg")
    return Clean(tmp_path, (*(f"Ann/Ann_{number:04d}.jpg" for number in (1, 2, 3)), "Dark/Dark_0001.jpg"))


def test_faces_are_found_in_the_order_of_the_pictures_and_missed_ones_are_none(
    scene: Clean, tmp_path: Path
) -> None:
    faces = find_faces(scene, workshop(tmp_path / "work"))
    assert [face is None for face in faces] == [False, False, False, True]
    assert faces[0] is not None
    expected = face_at(10, 10, 100)
    assert faces[0].box == expected.box
    assert faces[0].score == pytest.approx(expected.score)
    np.testing.assert_array_equal(faces[0].landmarks, expected.landmarks)


def test_the_second_time_they_come_from_the_disk(scene: Clean, tmp_path: Path) -> None:
    finder = NightBlindFinder()
    for _ in range(2):
        find_faces(scene, workshop(tmp_path / "work", finder))
    assert finder.looked == 4


def test_the_finder_looks_at_the_degraded_pictures(scene: Clean, tmp_path: Path) -> None:
    bright = Clean(scene.root, scene.pictures[:3])
    dark = Degraded(bright, [face_at(10, 10, 100)] * 3, Degradation("night", brightness(0.1)))
    shop = workshop(tmp_path / "work")
    assert None not in find_faces(bright, shop)
    assert find_faces(dark, shop) == [None] * 3


def test_another_finder_looks_again(scene: Clean, tmp_path: Path) -> None:
    find_faces(scene, workshop(tmp_path / "work"))
    blind = NightBlindFinder(darkest=255)
    assert find_faces(scene, workshop(tmp_path / "work", blind, "a blind finder")) == [None] * 4


def test_progress_is_reported_under_the_name_of_the_scene(scene: Clean, tmp_path: Path) -> None:
    seen: list[Progress] = []
    find_faces(scene, workshop(tmp_path / "work", report=seen.append))
    assert (seen[0].stage, seen[0].total) == ("clean: finding faces", 4)


def test_nothing_is_kept_of_a_stopped_search(scene: Clean, tmp_path: Path) -> None:
    with pytest.raises(JobCancelled, match="'clean: finding faces' after 0 of 4"):
        find_faces(scene, workshop(tmp_path / "work", should_stop=lambda: True))
    assert not (tmp_path / "work").exists()


def test_a_damaged_file_is_named(scene: Clean, tmp_path: Path) -> None:
    shop = workshop(tmp_path / "work")
    find_faces(scene, shop)
    (file,) = shop.folder.iterdir()
    file.write_bytes(file.read_bytes()[:150])
    with pytest.raises(JobError, match=rf"{file.name} is damaged"):
        find_faces(scene, shop)
