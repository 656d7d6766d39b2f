"""Contact sheet: pairs of crops, whether they show the same person, and their similarity."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.terminal.similarity_format import format_similarity
from model.vision.frame import RgbImage
from training.data.pairs import SAME, Pairs
from training.data.samples import Samples
from training.figures.canvas import HEADER_HEIGHT, MARGIN, MIN_WIDTH, SMALL_TEXT_SIZE, Canvas
from training.figures.palette import BACKGROUND, GENUINE, IMPOSTOR, MUTED_TEXT

MAX_COLUMNS = 6
CROP_SIZE, CROP_GAP = 104, 4
"""Pixels: a crop, and the gap between the two crops of a pair."""

PAIR_WIDTH = 2 * CROP_SIZE + CROP_GAP
CELL_WIDTH, CELL_HEIGHT = PAIR_WIDTH + 26, CROP_SIZE + 66
SECTION_TITLE_HEIGHT = 34

UNKNOWN_PERSON = "another person"
"""The name shown for an anonymous crop."""


@dataclass(frozen=True, eq=False, slots=True)
class PairCell:
    """Two crops, the people they show, and their similarity in [0, 1]."""

    left: RgbImage
    right: RgbImage
    same: bool
    people: tuple[str, str]
    similarity: float

    @property
    def label(self) -> str:
        return "same" if self.same else "other"

    @property
    def names(self) -> str:
        """One name or two."""
        return self.people[0] if self.same else " · ".join(self.people)

    def is_error(self, threshold: float) -> bool:
        """A false match or a false non-match."""
        return (self.similarity > threshold) != self.same


@dataclass(frozen=True, eq=False, slots=True)
class ContactSheet:
    """``threshold`` is the detection threshold: a pair matches above it."""

    cells: tuple[PairCell, ...]
    threshold: float

    @property
    def errors(self) -> int:
        return sum(cell.is_error(self.threshold) for cell in self.cells)


def pair_cells(samples: Samples, pairs: Pairs, similarities: NDArray[np.float32]) -> tuple[PairCell, ...]:
    """A cell for each pair, in order; ``similarities`` (n,) are the pairs'."""
    names = [*samples.names, UNKNOWN_PERSON]  # an anonymous crop's -1 selects the last
    rows = zip(pairs.left, pairs.right, pairs.same == SAME, similarities, strict=True)
    return tuple(
        PairCell(
            samples.crops[left],
            samples.crops[right],
            bool(same),
            (names[samples.people[left]], names[samples.people[right]]),
            float(similarity),
        )
        for left, right, same, similarity in rows
    )


def draw_contact_sheet(sheet: ContactSheet) -> Canvas:
    """Pairs of the same person first."""
    sections = [[cell for cell in sheet.cells if cell.same is same] for same in (True, False)]
    columns = min(MAX_COLUMNS, max(map(len, sections)))
    rows = sum(-(-len(cells) // columns) for cells in sections)
    titles_height = sum(SECTION_TITLE_HEIGHT for cells in sections if cells)
    height = HEADER_HEIGHT + titles_height + rows * CELL_HEIGHT + MARGIN
    width = max(MIN_WIDTH, 2 * MARGIN + columns * CELL_WIDTH)
    canvas = Canvas(width, height, "Pairs that training compares", _explanation(sheet))
    top = float(HEADER_HEIGHT)
    for cells in sections:
        top = _draw_section(canvas, cells, top, columns, sheet.threshold)
    return canvas


def _explanation(sheet: ContactSheet) -> str:
    return (
        "Below each pair: its similarity for the model in use; "
        f"above {format_similarity(sheet.threshold)} it matches. "
        f"Errors: {sheet.errors} of {len(sheet.cells)} pairs."
    )


def _draw_section(
    canvas: Canvas, cells: Sequence[PairCell], top: float, columns: int, threshold: float
) -> float:
    """Return the top of the next section."""
    if not cells:
        return top
    title = "The same person · solid frame" if cells[0].same else "Different people · dashed frame"
    canvas.text(title, MARGIN, top, bold=True, colour=_colour(cells[0]))
    top += SECTION_TITLE_HEIGHT
    for position, cell in enumerate(cells):
        row, column = divmod(position, columns)
        _draw_cell(canvas, cell, MARGIN + column * CELL_WIDTH, top + row * CELL_HEIGHT, threshold)
    return top + -(-len(cells) // columns) * CELL_HEIGHT


def _draw_cell(canvas: Canvas, cell: PairCell, left: float, top: float, threshold: float) -> None:
    canvas.image(cell.left, left, top, CROP_SIZE)
    canvas.image(cell.right, left + CROP_SIZE + CROP_GAP, top, CROP_SIZE)
    canvas.outline(left - 3, top - 3, PAIR_WIDTH + 6, CROP_SIZE + 6, _colour(cell), dashed=not cell.same)
    below = top + CROP_SIZE + 9
    canvas.box(left - 3, below, 48, 20, _colour(cell))
    canvas.text(cell.label, left + 21, below + 2, colour=BACKGROUND, bold=True, align="center")
    canvas.text(format_similarity(cell.similarity), left + 54, below + 2)
    if cell.is_error(threshold):
        error = "✗ no match" if cell.same else "✗ match"
        canvas.text(error, left + PAIR_WIDTH + 3, below + 2, bold=True, align="right")
    y, max_width = below + 25, PAIR_WIDTH + 4
    canvas.text(cell.names, left - 2, y, size=SMALL_TEXT_SIZE, colour=MUTED_TEXT, max_width=max_width)


def _colour(cell: PairCell) -> str:
    return GENUINE if cell.same else IMPOSTOR
