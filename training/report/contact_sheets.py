"""Contact sheets: faces side by side with their names and similarities."""

import math
from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from model.verification.similarity_format import format_similarity
from model.vision.frame import RgbImage
from training.report.example_pairs import ExamplePair, GalleryMatch
from training.report.plot_style import GENUINE, IMPOSTOR, INK, new_figure, text_width, to_png

PAIRS_PER_ROW, FACES_PER_ROW = 4, 7
LABEL_SIZE, LABEL_WIDTH = 7.0, 69
"""Points: nearly the width of a face."""

FACE_WIDTH, FACE_HEIGHT = 1.05, 1.48
"""Inches of a face with its two lines of text."""


def draw_pair_sheet(pairs: Sequence[ExamplePair], crops: Mapping[str, RgbImage], *, same: bool) -> bytes:
    """Each pair with both names and its similarity."""
    rows = math.ceil(len(pairs) / PAIRS_PER_ROW)
    with new_figure(2 * FACE_WIDTH * PAIRS_PER_ROW, FACE_HEIGHT * rows) as figure:
        panels = figure.subfigures(rows, PAIRS_PER_ROW, squeeze=False).ravel()
        for panel, pair in zip(panels, pairs, strict=False):
            _draw_pair(panel, pair, crops, GENUINE if same else IMPOSTOR)
        return to_png(figure)


def draw_gallery_sheet(
    reference: str, gallery: Sequence[GalleryMatch], crops: Mapping[str, RgbImage]
) -> bytes:
    """The reference first, then the gallery in its order; the frame's colour tells same from different."""
    rows = math.ceil((1 + len(gallery)) / FACES_PER_ROW)
    with new_figure(1.2 * FACES_PER_ROW, 1.58 * rows) as figure:
        cells = figure.subplots(rows, FACES_PER_ROW, squeeze=False).ravel()
        _draw_face(cells[0], crops[reference], INK)
        _label(cells[0], "reference", reference)
        for axes, match in zip(cells[1:], gallery, strict=False):
            _draw_face(axes, crops[match.name], GENUINE if match.same else IMPOSTOR)
            kind = "same" if match.same else "other"
            _label(axes, f"{kind}  {format_similarity(match.similarity)}", match.name)
        for axes in cells[1 + len(gallery) :]:
            axes.set_axis_off()
        return to_png(figure)


def format_person(name: str) -> str:
    """The person of a picture's path: the name of its folder."""
    folder, _, file = name.replace("\\", "/").rpartition("/")
    return (folder.rpartition("/")[2] or file).replace("_", " ")


def truncate(text: str, size: float) -> str:
    """As much of ``text`` as fits below a face in letters of ``size`` points."""
    length = len(text)
    truncated = text
    while length > 1 and text_width(truncated, size) > LABEL_WIDTH:
        length -= 1
        truncated = f"{text[:length].rstrip()}…"
    return truncated


def _draw_pair(panel: Figure, pair: ExamplePair, crops: Mapping[str, RgbImage], colour: str) -> None:
    panel.suptitle(format_similarity(pair.similarity), fontsize=9, color=INK)
    for axes, name in zip(panel.subplots(1, 2), (pair.left, pair.right), strict=True):
        _draw_face(axes, crops[name], colour)
        _label(axes, "", name)


def _draw_face(axes: Axes, crop: RgbImage, colour: str) -> None:
    axes.imshow(crop)
    axes.grid(visible=False)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set(visible=True, edgecolor=colour, linewidth=2)


def _label(axes: Axes, text: str, name: str) -> None:
    """Below the face. A name may contain characters that matplotlib reads as a formula."""
    lines = "\n".join(line for line in (text, truncate(format_person(name), LABEL_SIZE)) if line)
    axes.set_xlabel(lines, fontsize=LABEL_SIZE, labelpad=3, parse_math=False)
