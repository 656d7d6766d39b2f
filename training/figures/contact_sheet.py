"""Pairs side by side: whether they show one person, and what the network says of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.vision.frame import RgbImage
from training.data.pairs import SAME, Pairs
from training.data.samples import Samples
from training.figures.canvas import (
    HEADER,
    INK,
    MARGIN,
    OTHER_COLOUR,
    PAPER,
    QUIET,
    SAME_COLOUR,
    SMALL_SIZE,
    Page,
)

COLUMNS = 6
CROP, GUTTER = 104, 4
"""Pixels: a crop, and between the two of a pair."""

PAIR = 2 * CROP + GUTTER
CELL_WIDTH, CELL_HEIGHT = PAIR + 26, CROP + 66
SECTION = 34
"""Pixels above the pairs of each kind, for what they are."""

SOMEBODY = "somebody else"
"""Who an anonymous crop shows."""

SimilarityWords = Callable[[float], str]


@dataclass(frozen=True, eq=False, slots=True)
class PairCell:
    """Two crops, the people they show, and how similar the network finds them, from 0 to 1."""

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

    def mistaken(self, threshold: float) -> bool:
        """Whether two people match or one does not."""
        return (self.similarity > threshold) != self.same


@dataclass(frozen=True, eq=False, slots=True)
class ContactSheet:
    """``threshold`` is the detection threshold: a pair matches above it."""

    cells: tuple[PairCell, ...]
    threshold: float

    @property
    def mistakes(self) -> int:
        return sum(cell.mistaken(self.threshold) for cell in self.cells)


def pair_cells(samples: Samples, pairs: Pairs, similarities: NDArray[np.float32]) -> tuple[PairCell, ...]:
    """A cell for each pair, in order; ``similarities`` (n,) belong to them."""
    names = [*samples.names, SOMEBODY]  # an anonymous crop's -1 picks the last
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


def draw_contact_sheet(sheet: ContactSheet, words: SimilarityWords) -> Page:
    """Pairs of one person first; ``words`` tells a similarity."""
    kinds = [[cell for cell in sheet.cells if cell.same is same] for same in (True, False)]
    columns = min(COLUMNS, max(map(len, kinds)))
    rows = sum(-(-len(cells) // columns) for cells in kinds)
    height = HEADER + sum(SECTION for cells in kinds if cells) + rows * CELL_HEIGHT + MARGIN
    width = max(900, 2 * MARGIN + columns * CELL_WIDTH)
    page = Page(width, height, "Pairs that training compares", _explanation(sheet, words))
    top = float(HEADER)
    for cells in kinds:
        top = _draw_section(page, cells, top, columns, sheet.threshold, words)
    return page


def _explanation(sheet: ContactSheet, words: SimilarityWords) -> str:
    return (
        f"Below each pair: its similarity for the model in use; above {words(sheet.threshold)} it matches. "
        f"Mistaken: {sheet.mistakes} of {len(sheet.cells)} pairs."
    )


def _draw_section(
    page: Page,
    cells: Sequence[PairCell],
    top: float,
    columns: int,
    threshold: float,
    words: SimilarityWords,
) -> float:
    """Where the next section begins."""
    if not cells:
        return top
    title = "The same person · solid frame" if cells[0].same else "Different people · dashed frame"
    page.words(title, MARGIN, top, bold=True, colour=_colour(cells[0]))
    top += SECTION
    for position, cell in enumerate(cells):
        row, column = divmod(position, columns)
        _draw_cell(page, cell, MARGIN + column * CELL_WIDTH, top + row * CELL_HEIGHT, threshold, words)
    return top + -(-len(cells) // columns) * CELL_HEIGHT


def _draw_cell(
    page: Page, cell: PairCell, left: float, top: float, threshold: float, words: SimilarityWords
) -> None:
    page.picture(cell.left, left, top, CROP)
    page.picture(cell.right, left + CROP + GUTTER, top, CROP)
    page.frame(left - 3, top - 3, PAIR + 6, CROP + 6, _colour(cell), dashed=not cell.same)
    below = top + CROP + 9
    page.card(left - 3, below, 48, 20, _colour(cell))
    page.words(cell.label, left + 21, below + 2, colour=PAPER, bold=True, across="center")
    page.words(words(cell.similarity), left + 54, below + 2, colour=INK)
    if cell.mistaken(threshold):
        remark = "✗ no match" if cell.same else "✗ match"
        page.words(remark, left + PAIR + 3, below + 2, bold=True, across="right")
    page.words(cell.names, left - 2, below + 25, size=SMALL_SIZE, colour=QUIET, width=PAIR + 4)


def _colour(cell: PairCell) -> str:
    return SAME_COLOUR if cell.same else OTHER_COLOUR
