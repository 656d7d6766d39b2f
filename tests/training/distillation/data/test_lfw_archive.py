from pathlib import Path

import cv2
import numpy as np
import pytest

from app.camera.demo.portraits import EILEEN_COLLINS
from model.vision.alignment import CROP_SIZE, TEMPLATE, align
from tests.support.synthetic_people import write_lfw, write_pictures
from training.data.webcam_augmentation import resize_to_crop
from training.distillation.data.face_archive import FACE_SIZE, MARGIN
from training.distillation.data.lfw_archive import align_with_margin, load_lfw_faces
from training.jobs.progress import JobCancelled, Progress, ignore_progress, never_stop
from training.lfw.folder import LfwFolder

PEOPLE = ["Ada", "Eileen"]


def portrait() -> np.ndarray:
    image = EILEEN_COLLINS.read()
    return np.asarray(cv2.resize(image, (250, 250), interpolation=cv2.INTER_AREA), np.uint8)


@pytest.fixture
def lfw(tmp_path: Path) -> LfwFolder:
    """Ada's image shows no face, Eileen's shows hers."""
    write_lfw(tmp_path / "lfw", train=PEOPLE, test=["Nobody"], pictures_each=1)
    write_pictures(tmp_path / "lfw" / "lfw_funneled" / "Eileen", portrait()[np.newaxis], "Eileen_{:04d}.jpg")
    return LfwFolder(tmp_path / "lfw")


def test_the_aligned_face_has_the_field_of_view_of_align_and_a_margin() -> None:
    image = np.random.default_rng(0).integers(0, 256, (30, 30, 3), np.uint8)
    image = np.asarray(cv2.resize(image, (240, 240), interpolation=cv2.INTER_CUBIC), np.uint8)
    landmarks = TEMPLATE * np.float32(1.1) + np.float32(60)
    wide = align_with_margin(image, landmarks)
    assert wide.shape == (FACE_SIZE, FACE_SIZE, 3)
    inner = resize_to_crop(wide[MARGIN:-MARGIN, MARGIN:-MARGIN])
    difference = np.abs(inner.astype(int) - align(image, landmarks).astype(int))
    assert inner.shape == (CROP_SIZE, CROP_SIZE, 3)
    assert difference.mean() < 6


def test_images_without_a_face_are_left_out(lfw: LfwFolder, tmp_path: Path) -> None:
    faces = load_lfw_faces(lfw, PEOPLE, tmp_path / "work", ignore_progress, never_stop)
    assert faces.names == ("lfw/Eileen/Eileen_0001.webp",)
    assert faces.image(0).shape == (FACE_SIZE, FACE_SIZE, 3)


def test_the_second_call_reads_the_cache(lfw: LfwFolder, tmp_path: Path) -> None:
    seen: list[Progress] = []
    first = load_lfw_faces(lfw, PEOPLE, tmp_path / "work", seen.append, never_stop)
    reported = len(seen)
    again = load_lfw_faces(lfw, PEOPLE, tmp_path / "work", seen.append, never_stop)
    assert len(seen) == reported > 0
    assert again.fingerprint() == first.fingerprint()


def test_a_cancelled_run_leaves_no_file(lfw: LfwFolder, tmp_path: Path) -> None:
    with pytest.raises(JobCancelled, match="0 of 2"):
        load_lfw_faces(lfw, PEOPLE, tmp_path / "work", ignore_progress, lambda: True)
    assert not list((tmp_path / "work").iterdir())
