import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.support.synthetic_people import pictures_of, write_pictures
from training.distillation.data.face_archive import FACE_SIZE, read_faces
from training.jobs.progress import JobError


def write_zip(file: Path, images: np.ndarray) -> None:
    with zipfile.ZipFile(file, "w") as opened:
        opened.writestr("note.txt", "not an image")
        for number, image in enumerate(images, start=1):
            bgr = cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
            opened.writestr(f"{number:05d}.webp", cv2.imencode(".webp", bgr)[1].tobytes())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_pictures(tmp_path / "people" / "Ada", pictures_of(1, 2, FACE_SIZE), "{:02d}.jpg")
    (tmp_path / "unlabelled").mkdir()
    write_zip(tmp_path / "unlabelled" / "b.zip", pictures_of(2, 3, FACE_SIZE))
    return tmp_path


def test_folders_and_zip_files_are_read_in_order_of_name(folder: Path) -> None:
    assert read_faces(folder).names == (
        "people/Ada/01.jpg",
        "people/Ada/02.jpg",
        "unlabelled/b.zip/00001.webp",
        "unlabelled/b.zip/00002.webp",
        "unlabelled/b.zip/00003.webp",
    )


def test_images_keep_their_colours(folder: Path) -> None:
    faces = read_faces(folder)
    for index, person in ((0, 1), (2, 2)):
        expected = pictures_of(person, 1, FACE_SIZE)[0].reshape(-1, 3).mean(axis=0)
        np.testing.assert_allclose(faces.image(index).reshape(-1, 3).mean(axis=0), expected, atol=4)


def test_an_image_of_another_size_is_resized(tmp_path: Path) -> None:
    write_pictures(tmp_path, pictures_of(1, 1, 200), "{}.png")
    assert read_faces(tmp_path).image(0).shape == (FACE_SIZE, FACE_SIZE, 3)


def test_adding_archives_keeps_their_order_and_changes_the_fingerprint(folder: Path) -> None:
    faces = read_faces(folder)
    both = faces + faces
    assert both.names == faces.names * 2
    assert len(both) == 10
    assert both.fingerprint() != faces.fingerprint() == read_faces(folder).fingerprint()


def test_a_folder_without_images_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(JobError, match="no images"):
        read_faces(tmp_path)


def test_a_damaged_zip_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK nothing")
    with pytest.raises(JobError, match=r"broken\.zip is damaged"):
        read_faces(tmp_path)


def test_a_damaged_image_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"nothing")
    with pytest.raises(JobError, match=r"broken\.jpg"):
        read_faces(tmp_path).image(0)
