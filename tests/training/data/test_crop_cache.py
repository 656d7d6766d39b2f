from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from model.vision.face import Face
from model.vision.frame import RgbImage
from model.vision.orientation import ROTATIONS
from tests.support.fakes import FakeFinder, face_at
from tests.support.synthetic_people import pictures_of, write_pictures
from training.data import crop_cache
from training.data.crop_cache import CropSet, cached_crops, networks_fingerprint
from training.jobs.progress import JobCancelled, JobError, Progress, ignore_progress, never_stop


class CountingFinder:
    """Finds a face in every picture but dark ones, which are turned in vain; counts the pictures."""

    def __init__(self) -> None:
        self.seen = 0

    def find(self, image: RgbImage) -> list[Face]:
        self.seen += 1
        return FakeFinder(face_at(10, 10, 100)).find(image) if image.mean() > 20 else []


def made_pictures(folder: Path) -> list[Path]:
    write_pictures(folder / "Ann", pictures_of(0, 3, size=120), "Ann_{:04d}.jpg")
    write_pictures(folder / "Dark", np.zeros((1, 120, 120, 3), np.uint8), "Dark_{:04d}.jpg")
    return sorted(folder.glob("*/*.jpg"))


def cut(
    folder: Path,
    images: list[Path],
    finder: CountingFinder,
    finder_print: str = "finder",
    report: Callable[[Progress], None] = ignore_progress,
    should_stop: Callable[[], bool] = never_stop,
) -> CropSet:
    return cached_crops(folder, images, finder, finder_print, folder / "cache", report, should_stop)


def test_every_picture_is_cut_or_counted(tmp_path: Path) -> None:
    seen: list[Progress] = []
    found = cut(tmp_path, made_pictures(tmp_path), CountingFinder(), report=seen.append)
    assert found.images == ("Ann/Ann_0001.jpg", "Ann/Ann_0002.jpg", "Ann/Ann_0003.jpg")
    assert found.faceless == ("Dark/Dark_0001.jpg",)
    assert found.crops.shape == (3, 100, 100, 3)
    assert found.images[1] == "Ann/Ann_0002.jpg"
    assert (seen[-1].done, seen[-1].total, seen[-1].message) == (4, 4, "1 without a face")


def test_a_picture_on_its_side_is_turned_and_counted(tmp_path: Path) -> None:
    class Landscape:
        def find(self, image: RgbImage) -> list[Face]:
            return [face_at(10, 10, 100)] if image.shape[1] > image.shape[0] else []

    write_pictures(tmp_path / "Ann", pictures_of(0, 1, size=120)[:, :, :110], "Ann_{:04d}.jpg")
    images = sorted(tmp_path.glob("*/*.jpg"))
    for _ in ("cut", "read from the cache"):
        found = cut(tmp_path, images, Landscape())
        assert found.images == found.turned == ("Ann/Ann_0001.jpg",)


def test_the_second_time_they_come_from_the_disk(tmp_path: Path) -> None:
    images, finder = made_pictures(tmp_path), CountingFinder()
    first, second = cut(tmp_path, images, finder), cut(tmp_path, images, finder)
    assert finder.seen == 3 + len(ROTATIONS)
    assert (first.images, first.faceless) == (second.images, second.faceless)
    np.testing.assert_array_equal(first.crops, second.crops)


@pytest.mark.parametrize("change", ["another finder", "picture", "list"])
def test_changed_images_are_cut_again(tmp_path: Path, change: str) -> None:
    images, finder = made_pictures(tmp_path), CountingFinder()
    cut(tmp_path, images, finder)
    if change == "picture":
        write_pictures(tmp_path / "Ann", pictures_of(7, 1, size=110), "Ann_{:04d}.jpg")
    cut(
        tmp_path,
        images[: 3 if change == "list" else 4],
        finder,
        finder_print=change if change == "another finder" else "finder",
    )
    assert finder.seen > 3 + len(ROTATIONS)


def test_a_stopped_run_resumes_after_the_last_finished_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    images, finder, seen = made_pictures(tmp_path), CountingFinder(), []
    whole = cached_crops(tmp_path, images, CountingFinder(), "finder", tmp_path / "elsewhere")
    monkeypatch.setattr(crop_cache, "PART_SIZE", 2)
    with pytest.raises(JobCancelled):
        cut(tmp_path, images, finder, should_stop=lambda: finder.seen == 3)
    resumed = cut(tmp_path, images, finder, report=seen.append)
    assert finder.seen == 3 + 1 + len(ROTATIONS)
    assert (resumed.images, resumed.faceless) == (whole.images, whole.faceless)
    np.testing.assert_array_equal(resumed.crops, whole.crops)
    assert [(update.done, update.total) for update in seen] == [(3, 4), (4, 4)]
    assert len(list((tmp_path / "cache").iterdir())) == 1


@pytest.mark.parametrize("picture", range(4))
def test_two_processes_may_cut_the_same_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, picture: int
) -> None:
    images, finder = made_pictures(tmp_path), CountingFinder()
    monkeypatch.setattr(crop_cache, "PART_SIZE", 2)
    find = finder.find

    def find_while_another_finishes(image: RgbImage) -> list[Face]:
        if finder.seen == picture:
            cut(tmp_path, images, CountingFinder())
        return find(image)

    finder.find = find_while_another_finishes
    found = cut(tmp_path, images, finder)
    again = cut(tmp_path, images, CountingFinder())
    assert (found.images, found.faceless) == (again.images, again.faceless)
    np.testing.assert_array_equal(found.crops, again.crops)
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_an_unfinished_part_is_not_stored(tmp_path: Path) -> None:
    images, finder = made_pictures(tmp_path), CountingFinder()
    with pytest.raises(JobCancelled, match="2 of 4"):
        cut(tmp_path, images, finder, should_stop=lambda: finder.seen == 2)
    assert not (tmp_path / "cache").exists()


def test_an_unreadable_picture_is_named(tmp_path: Path) -> None:
    images = made_pictures(tmp_path)
    images[1].write_bytes(b"no picture")
    with pytest.raises(JobError, match=r"Ann_0002\.jpg"):
        cut(tmp_path, images, CountingFinder())


def test_a_damaged_cache_is_named(tmp_path: Path) -> None:
    images = made_pictures(tmp_path)
    cut(tmp_path, images, CountingFinder())
    (cache,) = (tmp_path / "cache").iterdir()
    cache.write_bytes(cache.read_bytes()[:1000])
    with pytest.raises(JobError, match="are damaged"):
        cut(tmp_path, images, CountingFinder())


def test_the_fingerprint_of_networks_notices_names_and_contents_but_no_notes(tmp_path: Path) -> None:
    file = tmp_path / "a.tflite"
    file.write_bytes(b"weights")
    first = networks_fingerprint(tmp_path)
    (tmp_path / "README.md").write_bytes(b"notes")
    assert networks_fingerprint(tmp_path) == first
    file.write_bytes(b"Weights")
    second = networks_fingerprint(tmp_path)
    file.rename(tmp_path / "b.tflite")
    assert len({first, second, networks_fingerprint(tmp_path)}) == 3
