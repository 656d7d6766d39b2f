import numpy as np
import pytest

from model.vision.alignment import CROP_SIZE
from tests.support.synthetic_people import pictures_of
from training.data import webcam_augmentation
from training.data.webcam_augmentation import augment_as_webcam, resize_to_crop
from training.distillation.data.views import VIEW_SIZE

CROP = (CROP_SIZE, CROP_SIZE, 3)


def test_the_crop_shows_the_whole_view() -> None:
    view = np.zeros((VIEW_SIZE, VIEW_SIZE, 3), np.uint8)
    view[: VIEW_SIZE // 2, : VIEW_SIZE // 2] = 250
    crop = resize_to_crop(view)
    assert crop.shape == CROP
    assert crop[:49, :49].min() == 250
    assert crop[51:].max() == 0
    assert crop[:, 51:].max() == 0


def test_most_views_are_degraded_and_keep_their_shape() -> None:
    view = pictures_of(1, 1, VIEW_SIZE)[0]
    crops = [augment_as_webcam(view, np.random.default_rng(seed)) for seed in range(50)]
    assert {(crop.shape, crop.dtype.name) for crop in crops} == {(CROP, "uint8")}
    assert sum((crop != resize_to_crop(view)).any() for crop in crops) > 35


def test_the_same_seed_gives_the_same_crop() -> None:
    view = pictures_of(1, 1, VIEW_SIZE)[0]
    for seed in range(20):
        first, again = (augment_as_webcam(view, np.random.default_rng(seed)) for _ in range(2))
        np.testing.assert_array_equal(first, again)


def test_some_views_are_occluded_before_they_are_degraded(monkeypatch: pytest.MonkeyPatch) -> None:
    occluded = []
    monkeypatch.setattr(
        webcam_augmentation, "add_occlusion", lambda crop, rng: occluded.append(crop.copy()) or crop * 0
    )
    view = np.full((VIEW_SIZE, VIEW_SIZE, 3), 200, np.uint8)
    crops = [augment_as_webcam(view, np.random.default_rng(seed)) for seed in range(100)]
    assert 8 <= len(occluded) <= 35
    assert all((crop == 200).all() for crop in occluded)
    assert sum(crop.mean() < 60 for crop in crops) == len(occluded)
