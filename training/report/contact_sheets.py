"""Contact sheets: faces side by side with their names and similarities."""

import math
from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from model.vision.frame import RgbImage
from training.report.example_pairs import ExamplePair, GalleryMatch
from training.report.plot_style import GENUINE, IMPOSTOR, INK, as_png, drawing, text_width

PAIRS_ACROSS, FACES_ACROSS = 4, 7
WORDS_SIZE, NAME_WIDTH = 7.0, 69
"""Points: nearly as wide as a face."""

FACE_WIDTH, FACE_HEIGHT = 1.05, 1.48
"""Inches of a face with its two lines of words."""


def draw_pairs(pairs: Sequence[ExamplePair], crops: Mapping[str, RgbImage], *, same: bool) -> bytes:
    """Each pair with the names of both and its similarity."""
    rows = math.ceil(len(pairs) / PAIRS_ACROSS)
    with drawing(2 * FACE_WIDTH * PAIRS_ACROSS, FACE_HEIGHT * rows) as figure:
        panels = figure.subfigures(rows, PAIRS_ACROSS, squeeze=False).ravel()
        for panel, pair in zip(panels, pairs, strict=False):
            _draw_pair(panel, pair, crops, GENUINE if same else IMPOSTOR)
        return as_png(figure)


def draw_gallery(anchor: str, others: Sequence[GalleryMatch], crops: Mapping[str, RgbImage]) -> bytes:
    """The anchor first, then the others in their order; a frame's colour tells same from other."""
    rows = math.ceil((1 + len(others)) / FACES_ACROSS)
    with drawing(1.2 * FACES_ACROSS, 1.58 * rows) as figure:
        places = figure.subplots(rows, FACES_ACROSS, squeeze=False).ravel()
        _draw_face(places[0], crops[anchor], INK)
        _write(places[0], "reference", anchor)
        for axes, other in zip(places[1:], others, strict=False):
            _draw_face(axes, crops[other.name], GENUINE if other.same else IMPOSTOR)
            kind = "same" if other.same else "other"
            _write(axes, f"{kind}  {similarity_words(other.similarity)}", other.name)
        for axes in places[1 + len(others) :]:
            axes.set_axis_off()
        return as_png(figure)


def person_words(name: str) -> str:
    """Whoever the picture is filed under."""
    folder, _, file = name.replace("\\", "/").rpartition("/")
    return (folder.rpartition("/")[2] or file).replace("_", " ")


def shortened(words: str, size: float) -> str:
    """As much of ``words`` as fits below a face in letters of ``size`` points."""
    length = len(words)
    told = words
    while length > 1 and text_width(told, size) > NAME_WIDTH:
        length -= 1
        told = f"{words[:length].rstrip()}…"
    return told


def similarity_words(similarity: float) -> str:
    """ "0.9712"; never the very end of the scale for what only comes near it."""
    told = f"{similarity:.4f}"
    if told == "1.0000" and similarity < 1:
        return "> 0.9999"
    return "< 0.0001" if told == "0.0000" and similarity > 0 else told


def _draw_pair(panel: Figure, pair: ExamplePair, crops: Mapping[str, RgbImage], colour: str) -> None:
    panel.suptitle(similarity_words(pair.similarity), fontsize=9, color=INK)
    for axes, name in zip(panel.subplots(1, 2), (pair.left, pair.right), strict=True):
        _draw_face(axes, crops[name], colour)
        _write(axes, "", name)


def _draw_face(axes: Axes, crop: RgbImage, colour: str) -> None:
    axes.imshow(crop)
    axes.grid(visible=False)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set(visible=True, edgecolor=colour, linewidth=2)


def _write(axes: Axes, words: str, name: str) -> None:
    """Below the face. A name may hold signs that matplotlib takes for a formula."""
    told = "\n".join(line for line in (words, shortened(person_words(name), WORDS_SIZE)) if line)
    axes.set_xlabel(told, fontsize=WORDS_SIZE, labelpad=3, parse_math=False)
