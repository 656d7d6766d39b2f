from dataclasses import replace

import numpy as np
import pytest

from tests.support.synthetic_people import pictures_of
from training.data.augmentation import Augmentation, augment, compress

NOTHING = Augmentation(affine_chance=0, mirror_chance=0, light_chance=0, degrade_chance=0)
EVERYTHING = Augmentation(affine_chance=1, mirror_chance=1, light_chance=1, degrade_chance=1)
CROP = pictures_of(3, 1)[0]


@pytest.mark.parametrize("how", [NOTHING, Augmentation(), EVERYTHING], ids=["nothing", "usual", "everything"])
def test_shape_and_dtype_stay(how: Augmentation) -> None:
    for seed in range(20):
        changed = augment(CROP, how, np.random.default_rng(seed))
        assert changed.shape == CROP.shape
        assert changed.dtype == np.uint8


@pytest.mark.parametrize("chance", ["affine_chance", "mirror_chance", "light_chance", "degrade_chance"])
def test_each_circumstance_alone_changes_the_picture(chance: str) -> None:
    changed = augment(CROP, replace(NOTHING, **{chance: 1.0}), np.random.default_rng(0))
    assert (changed != CROP).mean() > 0.1


def test_nothing_changes_nothing() -> None:
    assert (augment(CROP, NOTHING, np.random.default_rng(0)) == CROP).all()


def test_the_mirror_swaps_left_and_right() -> None:
    mirrored = augment(CROP, replace(NOTHING, mirror_chance=1.0), np.random.default_rng(0))
    assert (mirrored == CROP[:, ::-1]).all()


def test_the_same_seed_changes_alike() -> None:
    first, again, other = (augment(CROP, EVERYTHING, np.random.default_rng(seed)) for seed in (5, 5, 6))
    assert (first == again).all()
    assert (first != other).any()


def test_the_original_is_left_alone() -> None:
    original = CROP.copy()
    augment(original, EVERYTHING, np.random.default_rng(0))
    assert (original == CROP).all()


def test_an_affine_change_moves_the_middle_no_further_than_the_shift() -> None:
    dot = np.zeros((101, 101, 3), np.uint8)
    dot[48:53, 48:53] = 255
    for seed in range(30):
        moved = augment(dot, replace(NOTHING, affine_chance=1.0), np.random.default_rng(seed))[..., 0]
        middle = np.array(np.nonzero(moved > 100)).mean(axis=1)
        assert np.abs(middle - 50).max() < Augmentation().shift_pixels + 1


def test_compression_costs_blue_detail_most_as_in_a_cameras_jpeg() -> None:
    """JPEG keeps green finest and blue coarsest, for the eye sees blue least."""
    noise = np.random.default_rng(0).integers(0, 256, (96, 96), np.uint8)
    lost = []
    for channel in range(3):
        crop = np.full((96, 96, 3), 128, np.uint8)
        crop[..., channel] = noise
        compressed = compress(crop, Augmentation(), np.random.default_rng(1))
        lost.append(np.abs(compressed.astype(int) - crop)[..., channel].mean())
    red, green, blue = lost
    assert green < red < blue
