import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.support.synthetic_people import pictures_of, write_pictures
from training.distillation.data.face_archive import SIZE, read_faces
from training.jobs.progress import JobError


def write_zip(file: Path, pictures: np.ndarray) -> None:
    with zipfile.ZipFile(file, "w") as opened:
        opened.writestr("note.txt", "not a picture")
        for number, picture in enumerate(pictures, start=1):
            bgr = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
            opened.writestr(f"{number:05d}.webp", cv2.imencode(".webp", bgr)[1].tobytes())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_pictures(tmp_path / "people" / "Ada", pictures_of(1, 2, SIZE), "{:02d}.jpg")
    (tmp_path / "unlabelled").mkdir()
    write_zip(tmp_path / "unlabelled" / "b.zip", pictures_of(2, 3, SIZE))
    return tmp_path


def test_folders_and_zip_files_are_read_in_order_of_their_names(folder: Path) -> None:
    assert read_faces(folder).names == (
        "people/Ada/01.jpg",
        "people/Ada/02.jpg",
        "unlabelled/b.zip/00001.webp",
        "unlabelled/b.zip/00002.webp",
        "unlabelled/b.zip/00003.webp",
    )


def test_pictures_keep_their_colours(folder: Path) -> None:
    faces = read_faces(folder)
    for index, person in ((0, 1), (2, 2)):
        expected = pictures_of(person, 1, SIZE)[0].reshape(-1, 3).mean(axis=0)
        np.testing.assert_allclose(faces.picture(index).reshape(-1, 3).mean(axis=0), expected, atol=4)


def test_a_picture_of_another_size_is_brought_to_size(tmp_path: Path) -> None:
    write_pictures(tmp_path, pictures_of(1, 1, 200), "{}.png")
    assert read_faces(tmp_path).picture(0).shape == (SIZE, SIZE, 3)


def test_sums_keep_both_in_order_and_have_another_fingerprint(folder: Path) -> None:
    faces = read_faces(folder)
    both = faces + faces
    assert both.names == faces.names * 2
    assert len(both) == 10
    assert both.fingerprint() != faces.fingerprint() == read_faces(folder).fingerprint()


def test_a_folder_without_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JobError, match="no picture"):
        read_faces(tmp_path)


def test_a_damaged_zip_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK nothing")
    with pytest.raises(JobError, match=r"broken\.zip is damaged"):
        read_faces(tmp_path)


def test_a_damaged_picture_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"nothing")
    with pytest.raises(JobError, match=r"broken\.jpg"):
        read_faces(tmp_path).picture(0)
