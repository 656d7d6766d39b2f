"""One face against many, the most similar first."""

from dataclasses import dataclass

import numpy as np

from model.vision.frame import RgbImage
from training.data.samples import Samples
from training.figures.canvas import HEADER, INK, MARGIN, OTHER_COLOUR, QUIET, SAME_COLOUR, SMALL_SIZE, Page
from training.figures.contact_sheet import SOMEBODY, SimilarityWords
from training.metrics.error_rates import Scores

COLUMNS = 10
CROP, ANCHOR = 100, 220
"""Pixels: one of the many, and the one they are compared with."""

CELL_WIDTH, CELL_HEIGHT = CROP + 18, CROP + 56


@dataclass(frozen=True, eq=False, slots=True)
class Suspect:
    """One of the many: ``similarity`` to the anchor from 0 to 1, 1 = same."""

    crop: RgbImage
    name: str
    similarity: float


@dataclass(frozen=True, eq=False, slots=True)
class LineUp:
    """``suspects`` by falling similarity; one matches above ``threshold``, the detection threshold."""

    anchor: RgbImage
    anchor_name: str
    suspects: tuple[Suspect, ...]
    threshold: float

    def matches(self, suspect: Suspect) -> bool:
        return suspect.similarity > self.threshold


def line_up(samples: Samples, similarities: Scores, limit: int) -> tuple[Suspect, ...]:
    """At most ``limit`` of ``samples``, the most similar first; ``similarities`` (n,) are the anchor's."""
    names = [*samples.names, SOMEBODY]  # an anonymous crop's -1 picks the last
    order = np.argsort(-similarities, kind="stable")[:limit]
    return tuple(
        Suspect(samples.crops[index], names[samples.people[index]], float(similarities[index]))
        for index in order
    )


def draw_line_up(shown: LineUp, words: SimilarityWords) -> Page:
    columns = min(COLUMNS, len(shown.suspects))
    rows = -(-len(shown.suspects) // columns)
    left = MARGIN + ANCHOR + 2 * MARGIN
    width = max(900, left + columns * CELL_WIDTH + MARGIN)
    height = HEADER + max(rows * CELL_HEIGHT, ANCHOR + 80) + MARGIN
    matches = sum(map(shown.matches, shown.suspects))
    explanation = (
        f"The most similar first. {matches} of {len(shown.suspects)} match (✓, solid frame): they lie "
        f"above the detection threshold of {words(shown.threshold)}."
    )
    page = Page(width, height, "One face against many", explanation)
    _draw_anchor(page, shown)
    for position, suspect in enumerate(shown.suspects):
        row, column = divmod(position, columns)
        place = (left + column * CELL_WIDTH, HEADER + row * CELL_HEIGHT)
        _draw_suspect(page, suspect, *place, words, matches=shown.matches(suspect))
    return page


def _draw_anchor(page: Page, shown: LineUp) -> None:
    page.picture(shown.anchor, MARGIN, HEADER, ANCHOR)
    page.frame(MARGIN - 3, HEADER - 3, ANCHOR + 6, ANCHOR + 6, INK)
    page.words("compared with", MARGIN, HEADER + ANCHOR + 14, colour=QUIET)
    page.words(shown.anchor_name, MARGIN, HEADER + ANCHOR + 34, bold=True, width=ANCHOR)


def _draw_suspect(
    page: Page, suspect: Suspect, left: float, top: float, words: SimilarityWords, *, matches: bool
) -> None:
    colour = SAME_COLOUR if matches else OTHER_COLOUR
    page.picture(suspect.crop, left, top, CROP)
    page.frame(left - 3, top - 3, CROP + 6, CROP + 6, colour, dashed=not matches)
    said = f"{'✓ ' if matches else ''}{words(suspect.similarity)}"
    page.words(said, left, top + CROP + 8, bold=matches, width=CROP + 12)
    page.words(suspect.name, left, top + CROP + 27, size=SMALL_SIZE, colour=QUIET, width=CROP + 8)
