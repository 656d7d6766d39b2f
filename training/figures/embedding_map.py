"""Draw embeddings as a map: crops that the network finds similar lie near each other."""

import colorsys
from dataclasses import dataclass

import numpy as np
from matplotlib.colors import to_hex

from training.data.samples import ANONYMOUS, Samples
from training.figures.canvas import HEADER_HEIGHT, MARGIN, SMALL_TEXT_SIZE, Canvas
from training.figures.contact_sheet import UNKNOWN_PERSON
from training.figures.label_layout import MAX_NAME_WIDTH, THUMBNAIL_SIZE, Thumbnail, lay_out_map
from training.figures.palette import MUTED_TEXT
from training.figures.projection import Points

WIDTH, HEIGHT = 1440, 900
MAP_AREA = np.array([[MARGIN, HEADER_HEIGHT - MARGIN / 2, WIDTH - MARGIN, HEIGHT - MARGIN]])

MARKERS = "os^DvPXp<>*h"
"""Shapes tell people apart where colours do not."""

FIRST_HUE, HUE_STEP, SATURATION, VALUE = 0.58, 0.618034, 0.85, 0.75
"""The golden ratio keeps the hues of any number of people far apart on the colour wheel."""

MAX_LUMA, LUMA_WEIGHTS = 0.42, (0.299, 0.587, 0.114)
"""As a share of white, so that a colour is readable on white."""


@dataclass(frozen=True, slots=True)
class MarkerStyle:
    colour: str
    marker: str


def draw_embedding_map(samples: Samples, points: Points) -> Canvas:
    """``points`` (n, 2) are the projected embeddings of ``samples``."""
    canvas = Canvas(WIDTH, HEIGHT, "Embeddings on a map", _explanation(samples))
    layout = lay_out_map(samples, points, MAP_AREA)
    styles = [_marker_style(person) for person in samples.people.tolist()]
    for thumbnail in layout.thumbnails:
        centre = (thumbnail.left + THUMBNAIL_SIZE / 2, thumbnail.top + THUMBNAIL_SIZE / 2)
        canvas.line(tuple(layout.positions[thumbnail.index]), centre, styles[thumbnail.index].colour)
    for (x, y), style in zip(layout.positions, styles, strict=True):
        canvas.marker(x, y, style.marker, style.colour)
    for thumbnail in layout.thumbnails:
        _draw_thumbnail(canvas, samples, thumbnail, styles[thumbnail.index].colour)
    return canvas


def _explanation(samples: Samples) -> str:
    explanation = (
        f"{len(samples)} crops of {len(samples.present)} people as the network sees them: near is similar. A "
        "dot for each crop, in its person's colour and shape; some are shown beside it."
    )
    return f"{explanation} Grey: {UNKNOWN_PERSON}." if samples.anonymous.any() else explanation


def _draw_thumbnail(canvas: Canvas, samples: Samples, thumbnail: Thumbnail, colour: str) -> None:
    left, top = thumbnail.left, thumbnail.top
    canvas.image(samples.crops[thumbnail.index], left, top, THUMBNAIL_SIZE)
    canvas.outline(left, top, THUMBNAIL_SIZE, THUMBNAIL_SIZE, colour)
    canvas.text(
        thumbnail.name,
        left + THUMBNAIL_SIZE / 2,
        top + THUMBNAIL_SIZE + 3,
        size=SMALL_TEXT_SIZE,
        colour=colour,
        align="center",
        max_width=MAX_NAME_WIDTH,
        halo=True,
    )


def _marker_style(person: int) -> MarkerStyle:
    if person == ANONYMOUS:
        return MarkerStyle(MUTED_TEXT, ".")
    hue = (FIRST_HUE + person * HUE_STEP) % 1
    rgb = np.array(colorsys.hsv_to_rgb(hue, SATURATION, VALUE))
    luma = float(rgb @ LUMA_WEIGHTS)
    red, green, blue = (rgb * min(1.0, MAX_LUMA / luma)).tolist()
    return MarkerStyle(to_hex((red, green, blue)), MARKERS[person % len(MARKERS)])
