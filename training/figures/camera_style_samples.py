"""A person's crops, and beneath them strangers: as they were, and in the look of the person's camera."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.vision.frame import RgbImage
from training.camera_style.style import CameraStyle, apply_style_to_all, measure_style
from training.data.samples import Samples
from training.figures.canvas import HEADER, MARGIN, OTHER_COLOUR, QUIET, SAME_COLOUR, SMALL_SIZE, Page
from training.figures.contact_sheet import SOMEBODY

COLUMNS = 10
CROP, GUTTER = 104, 8
TITLE, NAME, BETWEEN = 26, 22, 20
"""Pixels: above a row for what it shows, beneath one for names, and between rows of one kind and the next."""

ROW_HEIGHT = TITLE + CROP + BETWEEN
PAIR_HEIGHT = 2 * CROP + GUTTER + NAME


@dataclass(frozen=True, eq=False, slots=True)
class Twin:
    """A stranger, plain and dressed."""

    name: str
    plain: RgbImage
    dressed: RgbImage


@dataclass(frozen=True, eq=False, slots=True)
class Twins:
    """``look`` was measured on ``measured`` crops of ``person``, some of which are ``own``."""

    person: str
    own: Sequence[RgbImage]
    measured: int
    look: CameraStyle
    strangers: Sequence[Twin]


def twins_of(
    person: str, own: NDArray[np.uint8], strangers: Samples, limit: int, rng: np.random.Generator
) -> Twins:
    """A crop each of at most ``limit`` strangers, beneath crops from the first to the last of ``own``,
    (n, 100, 100, 3)."""
    look = measure_style(own)
    shuffled = rng.permutation(len(strangers))
    first = np.unique(strangers.people[shuffled], return_index=True)[1]
    chosen = strangers.subset(rng.permutation(shuffled[first])[:limit])
    names = [*chosen.names, SOMEBODY]  # an anonymous crop's -1 picks the last
    rows = zip(chosen.people, chosen.crops, apply_style_to_all(chosen, look).crops, strict=True)
    twins = [Twin(names[someone], plain, worn) for someone, plain, worn in rows]
    spread = np.unique(np.linspace(0, len(own) - 1, COLUMNS).round().astype(int))
    return Twins(person, own[spread], len(own), look, twins)


def draw_twins(shown: Twins) -> Page:
    columns = max(1, min(COLUMNS, max(len(shown.own), len(shown.strangers))))
    rows = -(-len(shown.strangers) // columns)
    width = max(900, 2 * MARGIN + columns * (CROP + GUTTER) - GUTTER)
    height = HEADER + ROW_HEIGHT + TITLE + rows * (PAIR_HEIGHT + BETWEEN) + MARGIN
    page = Page(width, height, "Strangers in the look of your camera", _explanation(shown))
    title = f"As the camera sees {shown.person}"
    page.words(title, MARGIN, HEADER, bold=True, colour=SAME_COLOUR, width=width - 2 * MARGIN)
    for column, crop in enumerate(shown.own[:columns]):
        _draw_crop(page, crop, _left(column), HEADER + TITLE, SAME_COLOUR)
    top = HEADER + ROW_HEIGHT
    title = "Strangers, as other cameras saw them, and beneath as yours might"
    page.words(title, MARGIN, top, bold=True, colour=OTHER_COLOUR)
    for place, twin in enumerate(shown.strangers):
        row, column = divmod(place, columns)
        _draw_twin(page, twin, _left(column), top + TITLE + row * (PAIR_HEIGHT + BETWEEN))
    return page


def _explanation(shown: Twins) -> str:
    look = shown.look
    stored = "not stored as JPEG" if look.jpeg_quality is None else f"JPEG of quality {look.jpeg_quality}"
    return (
        f"The look was measured on {shown.measured} crops: their light and colours, how sharp they are, "
        f"noise of {look.noise.deviations[0]:.1f} levels, {stored}. Colours of skin and hair are part of it."
    )


def _left(column: int) -> float:
    return MARGIN + column * (CROP + GUTTER)


def _draw_twin(page: Page, twin: Twin, left: float, top: float) -> None:
    page.picture(twin.plain, left, top, CROP)
    _draw_crop(page, twin.dressed, left, top + CROP + GUTTER, OTHER_COLOUR)
    page.words(twin.name, left, top + PAIR_HEIGHT - NAME + 5, size=SMALL_SIZE, colour=QUIET, width=CROP)


def _draw_crop(page: Page, crop: RgbImage, left: float, top: float, colour: str) -> None:
    page.picture(crop, left, top, CROP)
    page.frame(left - 1, top - 1, CROP + 2, CROP + 2, colour)
