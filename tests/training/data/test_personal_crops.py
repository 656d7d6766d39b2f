import shutil
from pathlib import Path

import numpy as np
import pytest

from model.vision.alignment import align
from model.vision.mtcnn import MtcnnFinder
from tests.support.portraits import COLLINS
from tests.support.synthetic_people import pictures_of, write_pictures
from training.data.personal_crops import read_personal_crops
from training.jobs.progress import JobError


def grey_levels(crops: np.ndarray) -> list[int]:
    return [round(float(crop.mean())) for crop in crops]


def write_greys(folder: Path, levels: range) -> None:
    pictures = np.stack([np.full((100, 100, 3), level, np.uint8) for level in levels])
    write_pictures(folder, pictures, "20260101T0000{:02d}-x.jpg")


def test_the_last_fifth_of_each_kind_is_held_out(tmp_path: Path) -> None:
    write_greys(tmp_path / "anchor", range(10, 20))
    write_greys(tmp_path / "positive", range(50, 55))
    write_greys(tmp_path / "negative", range(100, 110))
    training, held_out = read_personal_crops(tmp_path)
    assert grey_levels(training.of_person) == [*range(10, 18), *range(50, 54)]
    assert grey_levels(held_out.of_person) == [18, 19, 54]
    assert grey_levels(training.of_others) == [*range(100, 108)]
    assert grey_levels(held_out.of_others) == [108, 109]


@pytest.mark.parametrize(
    ("kinds", "anchors"),
    [(("anchor", "positive"), 4), (("anchor",), 0), (("positive",), 0)],
    ids=["both", "no positives", "no anchors"],
)
def test_anchors_are_counted_where_there_are_positives(
    tmp_path: Path, kinds: tuple[str, ...], anchors: int
) -> None:
    for kind in kinds:
        write_greys(tmp_path / kind, range(10, 15))
    training, held_out = read_personal_crops(tmp_path)
    assert training.anchors == anchors
    assert held_out.anchors == min(1, anchors)


def test_a_person_without_crops_has_none(tmp_path: Path) -> None:
    training, held_out = read_personal_crops(tmp_path / "nobody")
    assert [len(part) for part in (training.of_person, training.of_others, held_out.of_person)] == [0, 0, 0]


def test_half_written_files_are_passed_over(tmp_path: Path) -> None:
    write_pictures(tmp_path / "anchor", pictures_of(0, 1), "{}.jpg")
    (tmp_path / "anchor" / ".2.jpg.x.partial").write_bytes(b"half")
    (tmp_path / "anchor" / ".2.jpg").write_bytes(b"half")
    assert len(read_personal_crops(tmp_path)[0].of_person) == 1


@pytest.mark.parametrize("content", [b"", b"no picture"], ids=["empty", "text"])
def test_a_file_that_is_no_image_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "anchor").mkdir()
    (tmp_path / "anchor" / "broken.jpg").write_bytes(content)
    with pytest.raises(JobError, match=r"broken\.jpg is not a picture"):
        read_personal_crops(tmp_path)


def test_a_photograph_among_the_crops_is_cut_to_its_face(tmp_path: Path) -> None:
    (tmp_path / "positive").mkdir()
    shutil.copy(COLLINS.path, tmp_path / "positive" / "photograph.PNG")
    image = COLLINS.read()
    (crop,) = read_personal_crops(tmp_path)[0].of_person
    assert np.array_equal(crop, align(image, MtcnnFinder().find(image)[0].landmarks))


def test_a_picture_of_another_size_without_a_face_is_named(tmp_path: Path) -> None:
    write_pictures(tmp_path / "positive", pictures_of(0, 1, size=64), "large.jpg")
    with pytest.raises(JobError, match=r"large\.jpg cannot be used for training: No face"):
        read_personal_crops(tmp_path)
