import os
from pathlib import Path

import numpy as np
import pytest

from tests.support.synthetic_people import write_lfw
from training.data.crop_cache import CropSet
from training.jobs.progress import ignore_progress, never_stop
from training.lfw.crops import cached_lfw_crops, sample_images, to_samples, view1_test_pairs
from training.lfw.folder import LfwFolder

PEOPLE = ["Dee_D", "Eve_E", "Flo_F"]


@pytest.fixture
def lfw(tmp_path: Path) -> LfwFolder:
    write_lfw(tmp_path, ["Ann_A"], PEOPLE, pictures_each=6)
    return LfwFolder(tmp_path)


def crop_set(*images: str) -> CropSet:
    crops = np.arange(len(images), dtype=np.uint8).repeat(30000).reshape(-1, 100, 100, 3)
    return CropSet(crops, images, ())


def test_crops_keep_their_order_and_get_their_person() -> None:
    samples = to_samples(crop_set("B/B_0001.jpg", "A/A_0001.jpg", "B/B_0002.jpg"))
    assert samples.names == ("A", "B")
    assert samples.people.tolist() == [1, 0, 1]
    assert samples.crops[:, 0, 0, 0].tolist() == [0, 1, 2]


def test_listed_pairs_point_at_their_crops_and_the_faceless_are_counted(lfw: LfwFolder) -> None:
    present = [f"{name}/{name}_{number:04d}.jpg" for name in PEOPLE for number in (1, 2)]
    pairs, missing = view1_test_pairs(lfw, present[:-1])
    rows = list(zip(pairs.left.tolist(), pairs.right.tolist(), pairs.same.tolist(), strict=True))
    assert rows == [(0, 1, 1), (2, 3, 1), (0, 3, 0), (4, 1, 0)]
    assert missing == 2


def test_some_images_are_a_few_of_each_person_and_always_the_same(lfw: LfwFolder) -> None:
    chosen = sample_images(lfw, PEOPLE, 7)
    assert [len([image for image in chosen if image.parent.name == name]) for name in PEOPLE].count(4) == 2
    assert sample_images(lfw, PEOPLE[::-1], 7) == chosen
    assert len(sample_images(lfw, PEOPLE, 1000)) == 12


@pytest.mark.slow
@pytest.mark.skipif("SAMEFACE_DATA" not in os.environ, reason="SAMEFACE_DATA does not name a folder with LFW")
def test_our_finder_finds_almost_every_face_of_lfw(tmp_path: Path) -> None:
    lfw = LfwFolder(Path(os.environ["SAMEFACE_DATA"]) / "lfw_home")
    images = sample_images(lfw, lfw.dev_test_people(), 100)
    found = cached_lfw_crops(lfw, images, tmp_path, ignore_progress, never_stop)
    assert len(found.images) >= 0.98 * len(images)
    assert len(to_samples(found).present) > 25
