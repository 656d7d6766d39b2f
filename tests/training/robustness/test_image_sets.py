from pathlib import Path

import numpy as np
import pytest

from tests.support.fakes import face_at
from tests.support.synthetic_people import pictures_of, write_pictures
from training.data.crop_cache import read_image
from training.data.degradations import Degradation, brightness, noise
from training.robustness.image_sets import CleanImages, DegradedImages

NAMES = ("Ann/Ann_0001.jpg", "Ann/Ann_0002.jpg")
FACES = [face_at(10, 10, 100), face_at(20, 20, 80)]


@pytest.fixture
def clean(tmp_path: Path) -> CleanImages:
    write_pictures(tmp_path / "Ann", pictures_of(0, 2, 120), "Ann_{:04d}.jpg")
    return CleanImages(tmp_path, NAMES)


def test_clean_images_are_the_files(clean: CleanImages) -> None:
    np.testing.assert_array_equal(clean.image(1), read_image(clean.root / NAMES[1]))


def test_a_degradation_gets_the_name_and_the_face_of_the_image(clean: CleanImages) -> None:
    degradation = Degradation("noise", noise(20))
    image_set = DegradedImages(clean, FACES, degradation)
    assert (image_set.name, image_set.images) == ("noise", NAMES)
    np.testing.assert_array_equal(image_set.image(1), degradation(clean.image(1), FACES[1], NAMES[1]))


def test_fingerprints_depend_on_images_and_degradations(clean: CleanImages) -> None:
    first = clean.fingerprint()
    degraded = {
        DegradedImages(clean, FACES, Degradation("x", brightness(by))).fingerprint() for by in (0.4, 0.5, 0.4)
    }
    fewer = CleanImages(clean.root, NAMES[:1]).fingerprint()
    write_pictures(clean.root / "Ann", pictures_of(5, 1, 130), "Ann_{:04d}.jpg")
    assert len({first, *degraded, fewer, clean.fingerprint()}) == 5
