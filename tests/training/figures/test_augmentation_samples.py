from dataclasses import fields, replace

import numpy as np
import pytest

from tests.support.synthetic_people import pictures_of
from tests.training.figures.canvas_text import colliding, cut_off, texts_on
from training.data.augmentation import Augmentation, augment
from training.figures.augmentation_samples import (
    NO_AUGMENTATION,
    SAMPLES_PER_ROW,
    Transform,
    augmentation_rows,
    draw_augmentations,
    transforms,
)

CROP = pictures_of(0, 1)[0]
STRONGER = {
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
"""Each field of the augmentation: the transform that shows it, and another value."""


def transformed(transform: Transform) -> np.ndarray:
    return transform.apply(CROP, np.random.default_rng(3))


def test_no_augmentation_changes_nothing():
    rng = np.random.default_rng(0)
    for _ in range(20):
        np.testing.assert_array_equal(augment(CROP, NO_AUGMENTATION, rng), CROP)


def test_every_field_of_the_augmentation_is_shown():
    fields_shown = {field.name for field in fields(Augmentation) if not field.name.endswith("_chance")}
    assert fields_shown == set(STRONGER)


@pytest.mark.parametrize("field", STRONGER)
def test_each_field_changes_one_transform_alone(field):
    name, value = STRONGER[field]
    usual, stronger = (transforms(how) for how in (Augmentation(), replace(Augmentation(), **{field: value})))
    pairs = list(zip(usual[:-1], stronger[:-1], strict=True))
    assert [one.name for one, other in pairs if (transformed(one) != transformed(other)).any()] == [name]
    assert [one.name for one, other in pairs if one.strength != other.strength] == [name]


def test_the_first_transform_mirrors():
    np.testing.assert_array_equal(transformed(transforms(Augmentation())[0]), CROP[:, ::-1])


def test_the_last_transform_is_what_training_does():
    last = transforms(Augmentation())[-1]
    assert last.name == "all together"
    np.testing.assert_array_equal(transformed(last), augment(CROP, Augmentation(), np.random.default_rng(3)))


def test_the_crops_take_turns_and_the_seed_fixes_the_samples():
    crops = pictures_of(1, 3)
    once, again, other = (
        augmentation_rows(crops, Augmentation(), np.random.default_rng(seed)) for seed in (0, 0, 1)
    )
    assert len(once) == len(transforms(Augmentation()))
    for number, row in enumerate(once):
        assert len(row.samples) == SAMPLES_PER_ROW
        np.testing.assert_array_equal(row.original, crops[number % 3])
        np.testing.assert_array_equal(row.samples, again[number].samples)
    assert any((row.samples[0] != third.samples[0]).any() for row, third in zip(once, other, strict=True))


def test_every_row_has_its_name_and_no_text_is_cut_off_or_overlaps():
    rows = augmentation_rows([CROP], Augmentation(), np.random.default_rng(0))
    canvas = draw_augmentations(rows)
    texts = texts_on(canvas)
    for row in rows:
        assert row.transform.name in texts
        assert row.transform.strength in texts
    assert not cut_off(canvas)
    assert not colliding(canvas)
