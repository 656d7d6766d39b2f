"""Names of cached files, and of what is in them: under other names everything would be computed again."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from tests.support.fakes import FakeFinder, face_at
from tests.support.synthetic_people import pictures_of, write_pictures
from training.data.crop_cache import cached_crops
from training.data.samples import ANONYMOUS, Samples, part_of
from training.lfw.crops import SHARES


def test_crops_are_cached_under_the_names_and_sizes_of_their_pictures(tmp_path: Path) -> None:
    write_pictures(tmp_path / "Ann", pictures_of(0, 2, size=120), "Ann_{:04d}.jpg")
    images = sorted(tmp_path.glob("*/*.jpg"))
    cached_crops(tmp_path, images, FakeFinder(face_at(10, 10, 100)), "finder", tmp_path / "cache")
    rule = "finder 100\n" + "".join(f"Ann/{image.name} {image.stat().st_size}\n" for image in images)
    (file,) = (tmp_path / "cache").iterdir()
    assert file.name == f"crops-{hashlib.sha256(rule.encode()).hexdigest()[:32]}.npz"
    with np.load(file) as stored:
        assert sorted(stored.files) == ["crops", "faceless", "images", "turned"]


def test_samples_keep_their_fingerprint() -> None:
    crops = np.arange(2 * 100 * 100 * 3).reshape(2, 100, 100, 3).astype(np.uint8)
    samples = Samples(crops, np.array([0, ANONYMOUS], np.int64), ("Ann",))
    assert samples.fingerprint() == "9593c3f91738c17816360a1493db320e74651f0be3f49dbf476cad57365ab9dc"


@pytest.mark.parametrize(("name", "part"), [("Aaron_Eckhart", 0), ("Ann_A", 0), ("Bo", 1)])
def test_a_person_keeps_their_part(name: str, part: int) -> None:
    assert part_of(name, SHARES) == part
