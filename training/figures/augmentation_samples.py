"""What the augmentation of training makes of crops: each distortion alone, then all together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from model.vision.frame import RgbImage
from training.data.augmentation import Augmentation, add_noise, augment, blur, compress, shrink
from training.figures.canvas import HEADER, INK, MARGIN, QUIET, SMALL_SIZE, WASH, Page

Change: TypeAlias = Callable[[RgbImage, np.random.Generator], RgbImage]

HALVES, SAMPLES = 2, 6
"""Rows fill one half of the page after the other, with so many samples beside each original."""

CROP, GUTTER, CAPTION = 88, 5, 24
"""Pixels: a crop, between two, and above them for name and extent."""

BESIDE_ORIGINAL, BETWEEN_HALVES = 8, 36
ROW_WIDTH = (1 + SAMPLES) * (CROP + GUTTER) - GUTTER + BESIDE_ORIGINAL
ROW_HEIGHT = CAPTION + CROP + 14

UNCHANGED = Augmentation(
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
class Distortion:
    """``extent`` says how far it goes, and how often in training; ``change`` makes it occur always."""

    name: str
    extent: str
    change: Change


@dataclass(frozen=True, eq=False, slots=True)
class AugmentationRow:
    """A crop as it is, and samples of what a distortion makes of it."""

    distortion: Distortion
    original: RgbImage
    samples: tuple[RgbImage, ...]


def distortions(how: Augmentation) -> tuple[Distortion, ...]:
    """All that ``how`` may do to a crop, one at a time, then all at once."""
    return (*_movements(how), *_lights(how), *_degradations(how), _everything(how))


def augmentation_rows(
    crops: Sequence[RgbImage], how: Augmentation, rng: np.random.Generator
) -> tuple[AugmentationRow, ...]:
    """A row for each distortion; the crops take turns."""
    rows = []
    for number, distortion in enumerate(distortions(how)):
        crop = crops[number % len(crops)]
        samples = tuple(distortion.change(crop, rng) for _ in range(SAMPLES))
        rows.append(AugmentationRow(distortion, crop, samples))
    return tuple(rows)


def draw_augmentations(rows: Sequence[AugmentationRow]) -> Page:
    each_half = -(-len(rows) // HALVES)
    height = HEADER + each_half * ROW_HEIGHT + MARGIN
    explanation = (
        f"In a frame: the crop as it is. Beside it: {SAMPLES} samples of one distortion alone, and in the "
        "last row of all that may happen to a crop at once."
    )
    width = 2 * MARGIN + HALVES * (ROW_WIDTH + BETWEEN_HALVES) - BETWEEN_HALVES
    page = Page(width, height, "What training makes of a crop", explanation)
    for number, row in enumerate(rows):
        half, line = divmod(number, each_half)
        last = number + 1 == len(rows)
        _draw_row(
            page, row, MARGIN + half * (ROW_WIDTH + BETWEEN_HALVES), HEADER + line * ROW_HEIGHT, last=last
        )
    return page


def _draw_row(page: Page, row: AugmentationRow, left: float, top: float, *, last: bool) -> None:
    if last:
        page.card(left - 8, top - 5, ROW_WIDTH + 16, ROW_HEIGHT - 2, WASH)
    page.words(row.distortion.name, left, top, bold=True, width=115)
    page.words(
        row.distortion.extent, left + 120, top + 1, colour=QUIET, size=SMALL_SIZE, width=ROW_WIDTH - 120
    )
    page.picture(row.original, left, top + CAPTION, CROP)
    for place, crop in enumerate(row.samples, start=1):
        page.picture(crop, left + BESIDE_ORIGINAL + place * (CROP + GUTTER), top + CAPTION, CROP)
    page.frame(left - 1, top + CAPTION - 1, CROP + 2, CROP + 2, INK)


def _movements(how: Augmentation) -> list[Distortion]:
    chance = f"chance {how.affine_chance:.0%}"
    shift = f"up to {how.shift_pixels:g} pixels sideways and up or down, {chance}"
    mirror = _only(how, "mirror_chance")
    return [
        Distortion("mirror image", f"chance {how.mirror_chance:.0%}", mirror),
        _movement(
            how, "rotation", "rotation_degrees", f"up to {how.rotation_degrees:g}° to either side, {chance}"
        ),
        _movement(how, "shear", "shear", f"up to {how.shear:.0%} of the height sideways, {chance}"),
        _movement(how, "scale", "scale", f"{_between(how.scale)} times the size, {chance}"),
        _movement(how, "shift", "shift_pixels", shift),
    ]


def _lights(how: Augmentation) -> list[Distortion]:
    cast = f"each colour {_between(how.colour_cast)} times as strong"
    gamma = f"exponent {np.exp(-how.gamma):.2f} to {np.exp(how.gamma):.2f}"
    extents = {
        "brightness": f"up to {how.brightness:.0%} of white more or less",
        "contrast": f"{_between(how.contrast)} times as strong",
        "gamma": gamma,
        "colour_cast": cast,
    }
    together = f"chance {how.light_chance:.0%}, all four kinds of light together"
    return [
        Distortion(name.replace("_", " "), f"{extent}, {together}", _only(how, "light_chance", name))
        for name, extent in extents.items()
    ]


def _degradations(how: Augmentation) -> list[Distortion]:
    chance = f"chance {how.degrade_chance:.0%}"
    small = f"{how.min_scale:.0%} to 100% of the width and height, enlarged again, {chance}"
    quality = f"quality {how.min_jpeg_quality} to 94, {chance}"
    return [
        Distortion("fewer pixels", small, lambda crop, rng: shrink(crop, how, rng)),
        Distortion(
            "blur",
            f"σ of 0.3 to {how.blur_pixels:g} pixels, {chance}",
            lambda crop, rng: blur(crop, how, rng),
        ),
        Distortion(
            "noise",
            f"σ of 1 to {how.noise_levels:g} of 255 levels, {chance}",
            lambda crop, rng: add_noise(crop, how, rng),
        ),
        Distortion("JPEG", quality, lambda crop, rng: compress(crop, how, rng)),
    ]


def _everything(how: Augmentation) -> Distortion:
    extent = "each by its chance: what a network sees in training"
    return Distortion("all together", extent, lambda crop, rng: augment(crop, how, rng))


def _movement(how: Augmentation, name: str, field: str, extent: str) -> Distortion:
    return Distortion(name, extent, _only(how, "affine_chance", field))


def _only(how: Augmentation, chance: str, *extents: str) -> Change:
    """What ``chance`` decides about happens always, with nothing but ``extents`` of ``how``."""
    kept = {name: getattr(how, name) for name in extents}
    alone = replace(UNCHANGED, **{chance: 1.0, **kept})
    return lambda crop, rng: augment(crop, alone, rng)


def _between(extent: float) -> str:
    return f"{1 - extent:g} to {1 + extent:g}"
