"""Draw what augmentation does to crops: each transform alone, then all together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from model.vision.frame import RgbImage
from training.data.augmentation import Augmentation, add_noise, augment, blur, compress, shrink
from training.figures.canvas import HEADER_HEIGHT, MARGIN, SMALL_TEXT_SIZE, Canvas
from training.figures.palette import MUTED_TEXT, PANEL, TEXT

ApplyTransform: TypeAlias = Callable[[RgbImage, np.random.Generator], RgbImage]

PAGE_COLUMNS, SAMPLES_PER_ROW = 2, 6

CROP_SIZE, CROP_GAP, CAPTION_HEIGHT = 88, 5, 24
"""Pixels."""

ORIGINAL_GAP, COLUMN_GAP = 8, 36
ROW_WIDTH = (1 + SAMPLES_PER_ROW) * (CROP_SIZE + CROP_GAP) - CROP_GAP + ORIGINAL_GAP
ROW_HEIGHT = CAPTION_HEIGHT + CROP_SIZE + 14
NAME_WIDTH = 115

NO_AUGMENTATION = Augmentation(
    affine_chance=0.0,
    rotation_degrees=0.0,
    shear=0.0,
    scale=0.0,
    shift_pixels=0.0,
    mirror_chance=0.0,
    light_chance=0.0,
    brightness=0.0,
    contrast=0.0,
    gamma=0.0,
    colour_cast=0.0,
    degrade_chance=0.0,
)


@dataclass(frozen=True, eq=False, slots=True)
class Transform:
    """``strength`` says how strong it is and how often training applies it; ``apply`` always applies it."""

    name: str
    strength: str
    apply: ApplyTransform


@dataclass(frozen=True, eq=False, slots=True)
class AugmentationRow:
    """A crop, and random samples of it under a transform."""

    transform: Transform
    original: RgbImage
    samples: tuple[RgbImage, ...]


def transforms(augmentation: Augmentation) -> tuple[Transform, ...]:
    """Each transform of ``augmentation`` alone, then all at once."""
    return (
        *_geometric(augmentation),
        *_photometric(augmentation),
        *_degradations(augmentation),
        _all_together(augmentation),
    )


def augmentation_rows(
    crops: Sequence[RgbImage], augmentation: Augmentation, rng: np.random.Generator
) -> tuple[AugmentationRow, ...]:
    """A row for each transform; the crops take turns."""
    rows = []
    for number, transform in enumerate(transforms(augmentation)):
        crop = crops[number % len(crops)]
        samples = tuple(transform.apply(crop, rng) for _ in range(SAMPLES_PER_ROW))
        rows.append(AugmentationRow(transform, crop, samples))
    return tuple(rows)


def draw_augmentations(rows: Sequence[AugmentationRow]) -> Canvas:
    rows_per_column = -(-len(rows) // PAGE_COLUMNS)
    height = HEADER_HEIGHT + rows_per_column * ROW_HEIGHT + MARGIN
    width = 2 * MARGIN + PAGE_COLUMNS * (ROW_WIDTH + COLUMN_GAP) - COLUMN_GAP
    explanation = (
        f"In a frame: the original crop. Beside it: {SAMPLES_PER_ROW} random samples of one transform alone; "
        "in the last row, of all of them together."
    )
    canvas = Canvas(width, height, "How training augments a crop", explanation)
    for number, row in enumerate(rows):
        column, line = divmod(number, rows_per_column)
        left, top = MARGIN + column * (ROW_WIDTH + COLUMN_GAP), HEADER_HEIGHT + line * ROW_HEIGHT
        _draw_row(canvas, row, left, top, is_last=number + 1 == len(rows))
    return canvas


def _draw_row(canvas: Canvas, row: AugmentationRow, left: float, top: float, *, is_last: bool) -> None:
    if is_last:
        canvas.box(left - 8, top - 5, ROW_WIDTH + 16, ROW_HEIGHT - 2, PANEL)
    name, strength, text_left = row.transform.name, row.transform.strength, left + NAME_WIDTH + 5
    canvas.text(name, left, top, bold=True, max_width=NAME_WIDTH)
    max_width = ROW_WIDTH - NAME_WIDTH - 5
    canvas.text(strength, text_left, top + 1, colour=MUTED_TEXT, size=SMALL_TEXT_SIZE, max_width=max_width)
    crops_top = top + CAPTION_HEIGHT
    canvas.image(row.original, left, crops_top, CROP_SIZE)
    for place, crop in enumerate(row.samples, start=1):
        canvas.image(crop, left + ORIGINAL_GAP + place * (CROP_SIZE + CROP_GAP), crops_top, CROP_SIZE)
    canvas.outline(left - 1, crops_top - 1, CROP_SIZE + 2, CROP_SIZE + 2, TEXT)


def _geometric(augmentation: Augmentation) -> list[Transform]:
    chance = f"chance {augmentation.affine_chance:.0%}"
    mirror = _only(augmentation, "mirror_chance")
    affine = {
        "rotation_degrees": f"up to {augmentation.rotation_degrees:g}° to either side",
        "shear": f"up to {augmentation.shear:.0%} of the height sideways",
        "scale": f"{_factor_range(augmentation.scale)} times the size",
        "shift_pixels": f"up to {augmentation.shift_pixels:g} pixels sideways and up or down",
    }
    return [
        Transform("mirror image", f"chance {augmentation.mirror_chance:.0%}", mirror),
        *(
            Transform(
                field.split("_")[0], f"{strength}, {chance}", _only(augmentation, "affine_chance", field)
            )
            for field, strength in affine.items()
        ),
    ]


def _photometric(augmentation: Augmentation) -> list[Transform]:
    gamma_range = f"{np.exp(-augmentation.gamma):.2f} to {np.exp(augmentation.gamma):.2f}"
    strengths = {
        "brightness": f"up to {augmentation.brightness:.0%} of white more or less",
        "contrast": f"{_factor_range(augmentation.contrast)} times as strong",
        "gamma": f"exponent {gamma_range}",
        "colour_cast": f"each colour {_factor_range(augmentation.colour_cast)} times as strong",
    }
    chance = f"chance {augmentation.light_chance:.0%}, all four kinds of light together"
    return [
        Transform(
            field.replace("_", " "), f"{strength}, {chance}", _only(augmentation, "light_chance", field)
        )
        for field, strength in strengths.items()
    ]


def _degradations(augmentation: Augmentation) -> list[Transform]:
    chance = f"chance {augmentation.degrade_chance:.0%}"
    size = f"{augmentation.min_scale:.0%} to 100% of the width and height, enlarged again"
    return [
        Transform("fewer pixels", f"{size}, {chance}", lambda crop, rng: shrink(crop, augmentation, rng)),
        Transform(
            "blur",
            f"σ of 0.3 to {augmentation.blur_pixels:g} pixels, {chance}",
            lambda crop, rng: blur(crop, augmentation, rng),
        ),
        Transform(
            "noise",
            f"σ of 1 to {augmentation.noise_levels:g} of 255 levels, {chance}",
            lambda crop, rng: add_noise(crop, augmentation, rng),
        ),
        Transform(
            "JPEG",
            f"quality {augmentation.min_jpeg_quality} to 94, {chance}",
            lambda crop, rng: compress(crop, augmentation, rng),
        ),
    ]


def _all_together(augmentation: Augmentation) -> Transform:
    strength = "each with its own chance: what a network sees in training"
    return Transform("all together", strength, lambda crop, rng: augment(crop, augmentation, rng))


def _only(augmentation: Augmentation, chance: str, *fields: str) -> ApplyTransform:
    """Always apply what ``chance`` decides about, with only these ``fields`` of ``augmentation``."""
    strengths = {field: getattr(augmentation, field) for field in fields}
    alone = replace(NO_AUGMENTATION, **{chance: 1.0, **strengths})
    return lambda crop, rng: augment(crop, alone, rng)


def _factor_range(deviation: float) -> str:
    return f"{1 - deviation:g} to {1 + deviation:g}"
