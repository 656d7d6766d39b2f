import numpy as np

from model.vision.alignment import CROP_SIZE
from tests.training.made_up import pictures_of
from training.base.views import VIEW_SIZE
from training.base.webcam import as_crop, through_webcam

CROP = (CROP_SIZE, CROP_SIZE, 3)


def test_the_crop_shows_the_whole_view() -> None:
    view = np.zeros((VIEW_SIZE, VIEW_SIZE, 3), np.uint8)
    view[: VIEW_SIZE // 2, : VIEW_SIZE // 2] = 250
    crop = as_crop(view)
    assert crop.shape == CROP
    assert crop[:49, :49].min() == 250
    assert crop[51:].max() == 0
    assert crop[:, 51:].max() == 0


def test_webcams_change_most_views_and_keep_their_shape() -> None:
    view = pictures_of(1, 1, VIEW_SIZE)[0]
    crops = [through_webcam(view, np.random.default_rng(seed)) for seed in range(50)]
    assert {(crop.shape, crop.dtype.name) for crop in crops} == {(CROP, "uint8")}
    assert sum((crop != as_crop(view)).any() for crop in crops) > 35


def test_the_same_chance_gives_the_same_crop() -> None:
    view = pictures_of(1, 1, VIEW_SIZE)[0]
    for seed in range(20):
        first, again = (through_webcam(view, np.random.default_rng(seed)) for _ in range(2))
        np.testing.assert_array_equal(first, again)


def test_some_crops_are_partly_covered() -> None:
    view = pictures_of(1, 1, VIEW_SIZE, noise=30)[0]
    crops = [through_webcam(view, np.random.default_rng(seed)) for seed in range(60)]
    covered = [_has_a_plain_square(crop) for crop in crops]
    assert 2 <= sum(covered) <= 25


def _has_a_plain_square(crop: np.ndarray) -> bool:
    """Whether 12x12 pixels somewhere have one colour, which noise of the view else prevents."""
    windows = np.lib.stride_tricks.sliding_window_view(crop, (12, 12), axis=(0, 1))[::3, ::3]
    spread = windows.max(axis=(3, 4)) - windows.min(axis=(3, 4))
    middle = (windows.max(axis=(3, 4)) < 250) & (windows.min(axis=(3, 4)) > 5)
    return bool(((spread == 0) & middle).all(axis=2).any())
