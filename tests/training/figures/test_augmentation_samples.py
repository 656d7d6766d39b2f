from dataclasses import fields, replace

import numpy as np
import pytest

from tests.support.synthetic_people import pictures_of
from tests.training.figures.page_text import colliding, cut_off, texts_on
from training.data.augmentation import Augmentation, augment
from training.figures.augmentation_samples import (
    SAMPLES,
    UNCHANGED,
    Distortion,
    augmentation_rows,
    distortions,
    draw_augmentations,
)

CROP = pictures_of(0, 1)[0]
FURTHER = {
    "rotation_degrees": ("rotation", 20.0),
    "shear": ("shear", 0.2),
    "scale": ("scale", 0.2),
    "shift_pixels": ("shift", 8.0),
    "brightness": ("brightness", 0.4),
    "contrast": ("contrast", 0.6),
    "gamma": ("gamma", 0.8),
    "colour_cast": ("colour cast", 0.2),
    "min_scale": ("fewer pixels", 0.2),
    "blur_pixels": ("blur", 3.0),
    "noise_levels": ("noise", 40.0),
    "min_jpeg_quality": ("JPEG", 5),
}
"""How far each circumstance goes, the distortion that shows it, and another value."""


def changed(distortion: Distortion) -> np.ndarray:
    return distortion.change(CROP, np.random.default_rng(3))


def test_unchanged_changes_nothing():
    rng = np.random.default_rng(0)
    for _ in range(20):
        np.testing.assert_array_equal(augment(CROP, UNCHANGED, rng), CROP)


def test_every_extent_of_the_augmentation_is_shown():
    extents = {field.name for field in fields(Augmentation) if not field.name.endswith("_chance")}
    assert extents == set(FURTHER)


@pytest.mark.parametrize("field", FURTHER)
def test_one_distortion_alone_shows_one_extent(field):
    name, value = FURTHER[field]
    usual, further = (distortions(how) for how in (Augmentation(), replace(Augmentation(), **{field: value})))
    pairs = list(zip(usual[:-1], further[:-1], strict=True))
    assert [one.name for one, other in pairs if (changed(one) != changed(other)).any()] == [name]
    assert [one.name for one, other in pairs if one.extent != other.extent] == [name]


def test_the_mirror_image_is_one():
    np.testing.assert_array_equal(changed(distortions(Augmentation())[0]), CROP[:, ::-1])


def test_the_last_row_is_what_training_does():
    last = distortions(Augmentation())[-1]
    assert last.name == "all together"
    np.testing.assert_array_equal(changed(last), augment(CROP, Augmentation(), np.random.default_rng(3)))


def test_the_crops_take_turns_and_the_seed_decides():
    crops = pictures_of(1, 3)
    once, again, other = (
        augmentation_rows(crops, Augmentation(), np.random.default_rng(seed)) for seed in (0, 0, 1)
    )
    assert len(once) == len(distortions(Augmentation()))
    for number, row in enumerate(once):
        assert len(row.samples) == SAMPLES
        np.testing.assert_array_equal(row.original, crops[number % 3])
        np.testing.assert_array_equal(row.samples, again[number].samples)
    assert any((row.samples[0] != third.samples[0]).any() for row, third in zip(once, other, strict=True))


def test_every_row_has_its_name_and_nothing_is_cut_off_or_written_over():
    rows = augmentation_rows([CROP], Augmentation(), np.random.default_rng(0))
    page = draw_augmentations(rows)
    texts = texts_on(page)
    for row in rows:
        assert row.distortion.name in texts
        assert row.distortion.extent in texts
    assert not cut_off(page)
    assert not colliding(page)
