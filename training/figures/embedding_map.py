"""Where the network puts each crop, on paper: near to the crops that it finds similar."""

import colorsys
from dataclasses import dataclass

import numpy as np
from matplotlib.colors import to_hex

from training.data.samples import ANONYMOUS, Samples
from training.figures.canvas import HEADER, MARGIN, QUIET, SMALL_SIZE, Page
from training.figures.contact_sheet import SOMEBODY
from training.figures.label_layout import THUMBNAIL, WIDEST_NAME, Thumbnail, lay_out
from training.figures.projection import Points

WIDTH, HEIGHT = 1440, 900
MAP = np.array([[MARGIN, HEADER - MARGIN / 2, WIDTH - MARGIN, HEIGHT - MARGIN]])

MARKERS = "os^DvPXp<>*h"
"""A dot's form tells people apart where colours do not."""

GOLDEN_SHARE, BRIGHTEST = 0.618034, 0.42
"""So much further round the circle of hues for each person: however many there are, they stay far apart. And
how bright, as a share of white, a colour may be to be read on it."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a person's crops are marked."""

    colour: str
    marker: str


def draw_embedding_map(samples: Samples, points: Points) -> Page:
    """``points`` (n, 2) say how the crops of ``samples`` lie to each other."""
    explanation = (
        f"{len(samples)} crops of {len(samples.present)} people as the network sees them: near is similar. A "
        "dot for each crop, in its person's colour and form; some are shown beside it."
    )
    if samples.anonymous.any():
        explanation += f" Grey: {SOMEBODY}."
    page = Page(WIDTH, HEIGHT, "Embeddings on a map", explanation)
    layout = lay_out(samples, points, MAP)
    looks = [_look(person) for person in samples.people.tolist()]
    for thumbnail in layout.thumbnails:
        middle = (thumbnail.left + THUMBNAIL / 2, thumbnail.top + THUMBNAIL / 2)
        page.line(tuple(layout.places[thumbnail.index]), middle, looks[thumbnail.index].colour)
    for (x, y), look in zip(layout.places, looks, strict=True):
        page.dot(x, y, look.marker, look.colour)
    for thumbnail in layout.thumbnails:
        _draw_thumbnail(page, samples, thumbnail, looks[thumbnail.index].colour)
    return page


def _draw_thumbnail(page: Page, samples: Samples, thumbnail: Thumbnail, colour: str) -> None:
    left, top = thumbnail.left, thumbnail.top
    page.picture(samples.crops[thumbnail.index], left, top, THUMBNAIL)
    page.frame(left, top, THUMBNAIL, THUMBNAIL, colour)
    middle, below = left + THUMBNAIL / 2, top + THUMBNAIL + 3
    page.words(
        thumbnail.name,
        middle,
        below,
        size=SMALL_SIZE,
        colour=colour,
        across="center",
        width=WIDEST_NAME,
        over_lines=True,
    )


def _look(person: int) -> Look:
    if person == ANONYMOUS:
        return Look(QUIET, ".")
    rgb = np.array(colorsys.hsv_to_rgb((0.58 + person * GOLDEN_SHARE) % 1, 0.85, 0.75))
    brightness = float(rgb @ [0.299, 0.587, 0.114])
    red, green, blue = (rgb * min(1.0, BRIGHTEST / brightness)).tolist()
    return Look(to_hex((red, green, blue)), MARKERS[person % len(MARKERS)])
