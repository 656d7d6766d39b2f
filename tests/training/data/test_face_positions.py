from pathlib import Path

import numpy as np
import pytest

from model.vision.face import Face
from model.vision.frame import RgbImage
from tests.support.fakes import face_at
from tests.support.synthetic_people import pictures_of, write_pictures
from training.data.crop_cache import CropSet, extract_crops
from training.data.face_positions import FacePosition, FacePositionFile, FacePositions
from training.jobs.progress import ignore_progress, never_stop


class OnlyTurned:
    """Finds a face, at fractions of a pixel, only in images that are wider than high. Counts the images."""

    def __init__(self) -> None:
        self.seen = 0

    def find(self, image: RgbImage) -> list[Face]:
        self.seen += 1
        face = face_at(10, 10, 100)
        moved = Face(face.box, face.landmarks + np.float32(1 / 3), face.score)
        return [moved] if image.shape[1] > image.shape[0] else []


@pytest.fixture
def pictures(tmp_path: Path) -> list[tuple[str, Path]]:
    """Three on their side, in which there is a face, and one without."""
    write_pictures(tmp_path / "Ann", pictures_of(0, 3, size=120)[:, :, :110], "{}.jpg")
    write_pictures(tmp_path / "Nobody", np.zeros((1, 120, 120, 3), np.uint8), "{}.jpg")
    return [(path.name, path) for path in sorted(tmp_path.glob("*/*.jpg"))]


def extract(pictures: list[tuple[str, Path]], finder: OnlyTurned, positions: FacePositions) -> CropSet:
    return extract_crops(pictures, finder, ignore_progress, never_stop, positions)


def test_the_next_run_searches_no_picture_again_and_cuts_the_same_crops(
    pictures: list[tuple[str, Path]], tmp_path: Path
) -> None:
    first = extract(pictures, OnlyTurned(), FacePositionFile(tmp_path / "runs" / "positions"))
    finder = OnlyTurned()
    second = extract(pictures, finder, FacePositionFile(tmp_path / "runs" / "positions"))
    assert finder.seen == 0
    assert np.array_equal(second.crops, first.crops)
    assert second.images == first.images == second.turned == ("1.jpg", "2.jpg", "3.jpg")
    assert second.faceless == first.faceless == ("1.jpg",)


def test_only_pictures_that_changed_are_searched(pictures: list[tuple[str, Path]], tmp_path: Path) -> None:
    extract(pictures, OnlyTurned(), FacePositionFile(tmp_path / "positions"))
    write_pictures(tmp_path / "Ann", pictures_of(7, 1, size=130)[:, :, :110], "{}.jpg")
    positions = FacePositionFile(tmp_path / "positions")
    assert [positions.get(path) is None for _, path in pictures] == [True, False, False, False]


def test_a_crash_while_it_writes_costs_one_picture(pictures: list[tuple[str, Path]], tmp_path: Path) -> None:
    file = tmp_path / "positions"
    extract(pictures, OnlyTurned(), FacePositionFile(file))
    file.write_bytes(file.read_bytes()[:-5])
    torn = FacePositionFile(file)
    assert [torn.get(path) is None for _, path in pictures] == [False, False, False, True]
    extract(pictures, OnlyTurned(), torn)
    assert all(FacePositionFile(file).get(path) for _, path in pictures)


@pytest.mark.parametrize(
    "content", [b"\xff\x00 no JSON", b'{"picture":"x","position":{"landmarks":[[1,2]]}}']
)
def test_lines_that_are_no_positions_are_ignored(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "positions").write_bytes(content)
    FacePositionFile(tmp_path / "positions")[Path(__file__)] = FacePosition()
    assert FacePositionFile(tmp_path / "positions").get(Path(__file__)) == FacePosition()


def test_it_names_no_picture_and_is_deleted_in_the_end(
    pictures: list[tuple[str, Path]], tmp_path: Path
) -> None:
    positions = FacePositionFile(tmp_path / "positions")
    extract(pictures, OnlyTurned(), positions)
    assert b"Ann" not in (tmp_path / "positions").read_bytes()
    positions.discard()
    assert not (tmp_path / "positions").exists()


def test_without_a_place_for_it_the_work_is_done(
    pictures: list[tuple[str, Path]], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a file").touch()
    found = extract(pictures, OnlyTurned(), FacePositionFile(tmp_path / "a file" / "positions"))
    assert len(found.images) == 3
    assert "progress is not kept" in caplog.text
