"""Contact sheets: faces side by side with their names and similarities."""

import math
from collections.abc import Mapping, Sequence

from model.terminal.similarity_format import format_measured
from model.vision.frame import RgbImage
from training.evaluation.results import ExamplePair
from training.figures.canvas import SMALL_TEXT_SIZE, Canvas
from training.figures.palette import GENUINE, IMPOSTOR, TEXT
from training.report.example_pairs import GalleryMatch
from training.report.person_name import format_person

PAIRS_PER_ROW, FACES_PER_ROW = 4, 7

FACE_SIZE, FACE_GAP, CELL_GAP, LINE_HEIGHT = 96, 10, 24, 18
"""Pixels: a face, the gap between the faces of a pair, between two cells, and a line of text."""

PAIR_WIDTH = 2 * FACE_SIZE + FACE_GAP
PAIR_CELL_WIDTH, PAIR_CELL_HEIGHT = PAIR_WIDTH + CELL_GAP, FACE_SIZE + 2 * LINE_HEIGHT + CELL_GAP
FACE_CELL_WIDTH, FACE_CELL_HEIGHT = FACE_SIZE + CELL_GAP, FACE_SIZE + 2 * LINE_HEIGHT + CELL_GAP


def draw_pair_sheet(pairs: Sequence[ExamplePair], crops: Mapping[str, RgbImage], *, same: bool) -> Canvas:
    """Each pair with both names and its similarity."""
    canvas = _sheet(len(pairs), PAIRS_PER_ROW, PAIR_CELL_WIDTH, PAIR_CELL_HEIGHT)
    for position, pair in enumerate(pairs):
        row, column = divmod(position, PAIRS_PER_ROW)
        left, top = CELL_GAP + column * PAIR_CELL_WIDTH, CELL_GAP + row * PAIR_CELL_HEIGHT
        canvas.text(format_measured(pair.similarity), left + PAIR_WIDTH / 2, top, align="center")
        for x, name in ((left, pair.left), (left + FACE_SIZE + FACE_GAP, pair.right)):
            _draw_face(canvas, crops[name], x, top + LINE_HEIGHT + 4, GENUINE if same else IMPOSTOR)
            _draw_lines(canvas, x, top + LINE_HEIGHT + 4, format_person(name))
    return canvas


def draw_gallery_sheet(
    reference: str, gallery: Sequence[GalleryMatch], crops: Mapping[str, RgbImage]
) -> Canvas:
    """The reference first, then the gallery in its order; the frame's colour tells same from different."""
    canvas = _sheet(1 + len(gallery), FACES_PER_ROW, FACE_CELL_WIDTH, FACE_CELL_HEIGHT)
    faces = [(reference, TEXT, "reference"), *((match.name, *_describe(match)) for match in gallery)]
    for position, (name, colour, label) in enumerate(faces):
        row, column = divmod(position, FACES_PER_ROW)
        left, top = CELL_GAP + column * FACE_CELL_WIDTH, CELL_GAP + row * FACE_CELL_HEIGHT
        _draw_face(canvas, crops[name], left, top, colour)
        _draw_lines(canvas, left, top, label, format_person(name))
    return canvas


def _sheet(cells: int, cells_per_row: int, cell_width: float, cell_height: float) -> Canvas:
    """As wide as its cells."""
    rows = math.ceil(cells / cells_per_row)
    return Canvas(CELL_GAP + min(cells, cells_per_row) * cell_width, CELL_GAP + rows * cell_height)


def _describe(match: GalleryMatch) -> tuple[str, str]:
    """The colour and the label of a face."""
    similarity = format_measured(match.similarity)
    return (GENUINE, f"same  {similarity}") if match.same else (IMPOSTOR, f"other  {similarity}")


def _draw_face(canvas: Canvas, crop: RgbImage, left: float, top: float, colour: str) -> None:
    canvas.framed_image(crop, left, top, FACE_SIZE, colour)


def _draw_lines(canvas: Canvas, left: float, top: float, *lines: str) -> None:
    """Centred below the face at ``left`` and ``top``."""
    middle, below = left + FACE_SIZE / 2, top + FACE_SIZE + 8
    for number, line in enumerate(lines):
        y = below + number * LINE_HEIGHT
        canvas.text(line, middle, y, size=SMALL_TEXT_SIZE, align="center", max_width=FACE_SIZE + FACE_GAP)
