from pathlib import Path

import numpy as np
import pytest

from tests.support.fakes import face_at
from tests.support.synthetic_people import pictures_of, write_pictures
from training.data.crop_cache import read_image
from training.data.degradations import Degradation, brightness, noise
from training.robustness.image_sets import Clean, Degraded

NAMES = ("Ann/Ann_0001.jpg", "Ann/Ann_0002.jpg")
FACES = [face_at(10, 10, 100), face_at(20, 20, 80)]


@pytest.fixture
def clean(tmp_path: Path) -> Clean:
    write_pictures(tmp_path / "Ann", pictures_of(0, 2, 120), "Ann_{:04d}.jpg")
    return Clean(tmp_path, NAMES)


def test_clean_pictures_are_those_of_the_files(clean: Clean) -> None:
    np.testing.assert_array_equal(clean.picture(1), read_image(clean.root / NAMES[1]))


def test_degraded_pictures_are_changed_by_their_name_and_their_own_face(clean: Clean) -> None:
    degradation = Degradation("noise", noise(20))
    scene = Degraded(clean, FACES, degradation)
    assert (scene.name, scene.pictures) == ("noise", NAMES)
    np.testing.assert_array_equal(scene.picture(1), degradation(clean.picture(1), FACES[1], NAMES[1]))


def test_fingerprints_notice_pictures_and_degradations(clean: Clean) -> None:
    first = clean.fingerprint()
    degraded = {
        Degraded(clean, FACES, Degradation("x", brightness(by))).fingerprint() for by in (0.4, 0.5, 0.4)
    }
    fewer = Clean(clean.root, NAMES[:1]).fingerprint()
    write_pictures(clean.root / "Ann", pictures_of(5, 1, 130), "Ann_{:04d}.jpg")
    assert len({first, *degraded, fewer, clean.fingerprint()}) == 5
