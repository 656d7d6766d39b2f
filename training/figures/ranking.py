"""Ranking: one face against many, the most similar first."""

from dataclasses import dataclass

import numpy as np

from model.terminal.similarity_format import format_similarity
from model.vision.frame import RgbImage
from training.data.samples import Samples
from training.figures.canvas import HEADER_HEIGHT, MARGIN, MIN_WIDTH, SMALL_TEXT_SIZE, Canvas
from training.figures.contact_sheet import UNKNOWN_PERSON
from training.figures.palette import GENUINE, IMPOSTOR, MUTED_TEXT, TEXT
from training.metrics.error_rates import Scores

MAX_COLUMNS = 10
CROP_SIZE, ANCHOR_SIZE = 100, 220
"""Pixels."""

CELL_WIDTH, CELL_HEIGHT = CROP_SIZE + 18, CROP_SIZE + 56


@dataclass(frozen=True, eq=False, slots=True)
class Candidate:
    """``similarity`` to the anchor in [0, 1], 1 = same."""

    crop: RgbImage
    name: str
    similarity: float


@dataclass(frozen=True, eq=False, slots=True)
class Ranking:
    """``candidates`` by falling similarity; one matches above ``threshold``, the detection threshold."""

    anchor: RgbImage
    anchor_name: str
    candidates: tuple[Candidate, ...]
    threshold: float

    def is_match(self, candidate: Candidate) -> bool:
        return candidate.similarity > self.threshold


def rank_candidates(samples: Samples, similarities: Scores, limit: int) -> tuple[Candidate, ...]:
    """At most ``limit`` of ``samples``, the most similar first; ``similarities`` (n,) to the anchor."""
    names = [*samples.names, UNKNOWN_PERSON]  # an anonymous crop's -1 selects the last
    order = np.argsort(-similarities, kind="stable")[:limit]
    return tuple(
        Candidate(samples.crops[index], names[samples.people[index]], float(similarities[index]))
        for index in order
    )


def draw_ranking(ranking: Ranking) -> Canvas:
    columns = min(MAX_COLUMNS, len(ranking.candidates))
    rows = -(-len(ranking.candidates) // columns)
    left = MARGIN + ANCHOR_SIZE + 2 * MARGIN
    width = max(MIN_WIDTH, left + columns * CELL_WIDTH + MARGIN)
    height = HEADER_HEIGHT + max(rows * CELL_HEIGHT, ANCHOR_SIZE + 80) + MARGIN
    canvas = Canvas(width, height, "One face against many", _explanation(ranking))
    _draw_anchor(canvas, ranking)
    for position, candidate in enumerate(ranking.candidates):
        row, column = divmod(position, columns)
        x, y = left + column * CELL_WIDTH, HEADER_HEIGHT + row * CELL_HEIGHT
        _draw_candidate(canvas, candidate, x, y, is_match=ranking.is_match(candidate))
    return canvas


def _explanation(ranking: Ranking) -> str:
    matches = sum(map(ranking.is_match, ranking.candidates))
    return (
        f"The most similar first. {matches} of {len(ranking.candidates)} match (✓, solid frame): they lie "
        f"above the detection threshold of {format_similarity(ranking.threshold)}."
    )


def _draw_anchor(canvas: Canvas, ranking: Ranking) -> None:
    canvas.framed_image(ranking.anchor, MARGIN, HEADER_HEIGHT, ANCHOR_SIZE, TEXT)
    below = HEADER_HEIGHT + ANCHOR_SIZE
    canvas.text("compared with", MARGIN, below + 14, colour=MUTED_TEXT)
    canvas.text(ranking.anchor_name, MARGIN, below + 34, bold=True, max_width=ANCHOR_SIZE)


def _draw_candidate(canvas: Canvas, candidate: Candidate, left: float, top: float, *, is_match: bool) -> None:
    colour = GENUINE if is_match else IMPOSTOR
    canvas.framed_image(candidate.crop, left, top, CROP_SIZE, colour, dashed=not is_match)
    similarity = f"{'✓ ' if is_match else ''}{format_similarity(candidate.similarity)}"
    canvas.text(similarity, left, top + CROP_SIZE + 8, bold=is_match, max_width=CROP_SIZE + 12)
    y = top + CROP_SIZE + 27
    canvas.text(candidate.name, left, y, size=SMALL_TEXT_SIZE, colour=MUTED_TEXT, max_width=CROP_SIZE + 8)
