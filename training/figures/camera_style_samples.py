"""Draw a person's crops, and below them other people's: as they were and in the style of the camera."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.vision.frame import RgbImage
from training.camera_style.style import CameraStyle, apply_style_to_all, measure_style
from training.data.samples import Samples
from training.figures.canvas import HEADER_HEIGHT, MARGIN, MIN_WIDTH, SMALL_TEXT_SIZE, Canvas
from training.figures.contact_sheet import UNKNOWN_PERSON
from training.figures.palette import GENUINE, IMPOSTOR, MUTED_TEXT

MAX_COLUMNS = 10
CROP_SIZE, GAP = 104, 8
TITLE_HEIGHT, NAME_HEIGHT, SECTION_GAP = 26, 22, 20
"""Pixels."""

ROW_HEIGHT = TITLE_HEIGHT + CROP_SIZE + SECTION_GAP
PAIR_HEIGHT = 2 * CROP_SIZE + GAP + NAME_HEIGHT


@dataclass(frozen=True, eq=False, slots=True)
class StyledCrop:
    """A crop of the person ``name``, before and after."""

    name: str
    original: RgbImage
    styled: RgbImage


@dataclass(frozen=True, eq=False, slots=True)
class CameraStyleSamples:
    """``style`` was measured on ``measured`` crops of ``person``; ``person_crops`` are some of them."""

    person: str
    person_crops: Sequence[RgbImage]
    measured: int
    style: CameraStyle
    others: Sequence[StyledCrop]


def sample_camera_style(
    person: str,
    person_crops: NDArray[np.uint8],
    others: Samples,
    limit: int,
    rng: np.random.Generator,
) -> CameraStyleSamples:
    """One crop each of at most ``limit`` others, and evenly spaced ``person_crops``, (n, 100, 100, 3)."""
    style = measure_style(person_crops)
    shuffled = rng.permutation(len(others))
    first = np.unique(others.people[shuffled], return_index=True)[1]
    chosen = others.subset(rng.permutation(shuffled[first])[:limit])
    names = [*chosen.names, UNKNOWN_PERSON]  # an anonymous crop's -1 selects the last
    rows = zip(chosen.people, chosen.crops, apply_style_to_all(chosen, style).crops, strict=True)
    styled_crops = [StyledCrop(names[other], original, styled) for other, original, styled in rows]
    spaced = np.unique(np.linspace(0, len(person_crops) - 1, MAX_COLUMNS).round().astype(int))
    return CameraStyleSamples(person, person_crops[spaced], len(person_crops), style, styled_crops)


def draw_camera_style_samples(samples: CameraStyleSamples) -> Canvas:
    columns = max(1, min(MAX_COLUMNS, max(len(samples.person_crops), len(samples.others))))
    rows = -(-len(samples.others) // columns)
    width = max(MIN_WIDTH, 2 * MARGIN + columns * (CROP_SIZE + GAP) - GAP)
    height = HEADER_HEIGHT + ROW_HEIGHT + TITLE_HEIGHT + rows * (PAIR_HEIGHT + SECTION_GAP) + MARGIN
    canvas = Canvas(width, height, "Strangers in the style of your camera", _explanation(samples))
    _draw_person(canvas, samples, columns)
    _draw_others(canvas, samples, columns)
    return canvas


def _explanation(samples: CameraStyleSamples) -> str:
    style = samples.style
    compression = (
        "not stored as JPEG" if style.jpeg_quality is None else f"JPEG of quality {style.jpeg_quality}"
    )
    return (
        f"The style was measured on {samples.measured} crops: light and colours, sharpness, "
        f"noise of {style.noise.deviations[0]:.1f} levels, {compression}. "
        "It includes the colours of skin and hair."
    )


def _draw_person(canvas: Canvas, samples: CameraStyleSamples, columns: int) -> None:
    title = f"As the camera sees {samples.person}"
    max_width = canvas.width - 2 * MARGIN
    canvas.text(title, MARGIN, HEADER_HEIGHT, bold=True, colour=GENUINE, max_width=max_width)
    for column, crop in enumerate(samples.person_crops[:columns]):
        _draw_crop(canvas, crop, _left(column), HEADER_HEIGHT + TITLE_HEIGHT, GENUINE)


def _draw_others(canvas: Canvas, samples: CameraStyleSamples, columns: int) -> None:
    top = HEADER_HEIGHT + ROW_HEIGHT
    title = "Strangers, as other cameras saw them, and beneath as yours might"
    canvas.text(title, MARGIN, top, bold=True, colour=IMPOSTOR)
    for position, other in enumerate(samples.others):
        row, column = divmod(position, columns)
        y = top + TITLE_HEIGHT + row * (PAIR_HEIGHT + SECTION_GAP)
        _draw_styled_crop(canvas, other, _left(column), y)


def _left(column: int) -> float:
    return MARGIN + column * (CROP_SIZE + GAP)


def _draw_styled_crop(canvas: Canvas, crop: StyledCrop, left: float, top: float) -> None:
    canvas.image(crop.original, left, top, CROP_SIZE)
    _draw_crop(canvas, crop.styled, left, top + CROP_SIZE + GAP, IMPOSTOR)
    y = top + PAIR_HEIGHT - NAME_HEIGHT + 5
    canvas.text(crop.name, left, y, size=SMALL_TEXT_SIZE, colour=MUTED_TEXT, max_width=CROP_SIZE)


def _draw_crop(canvas: Canvas, crop: RgbImage, left: float, top: float, colour: str) -> None:
    canvas.image(crop, left, top, CROP_SIZE)
    canvas.outline(left - 1, top - 1, CROP_SIZE + 2, CROP_SIZE + 2, colour)
