import numpy as np
import pytest
from matplotlib.patches import Rectangle

from model.terminal.similarity_format import format_similarity
from tests.support.synthetic_people import pictures_of
from tests.training.figures.canvas_text import colliding, cut_off, texts_on
from training.data.pairs import DIFFERENT, SAME, Pairs
from training.data.samples import build_samples
from training.figures.contact_sheet import (
    UNKNOWN_PERSON,
    ContactSheet,
    PairCell,
    draw_contact_sheet,
    pair_cells,
)

LONG = "Wolfeschlegelsteinhausenbergerdorff von und zu Hohenlohe"


def sheet(genuine: int = 7, impostors: int = 4) -> ContactSheet:
    crop = pictures_of(0, 1)[0]
    same = [PairCell(crop, crop, True, (LONG, LONG), 0.9999 - 0.1 * k) for k in range(genuine)]
    other = [PairCell(crop, crop, False, (LONG, "Eve"), 0.05 + 0.2 * k) for k in range(impostors)]
    return ContactSheet((*same, *other), threshold=0.5)


def test_cells_hold_names_label_and_similarity():
    samples = build_samples([("ada", pictures_of(0, 2)), ("eve", pictures_of(1, 1))], pictures_of(2, 1))
    pairs = Pairs(np.array([0, 0, 1]), np.array([1, 2, 3]), np.array([SAME, DIFFERENT, DIFFERENT]))
    cells = pair_cells(samples, pairs, np.float32([0.75, 0.25, 0.5]))
    assert [(cell.label, cell.names, cell.similarity) for cell in cells] == [
        ("same", "ada", 0.75),
        ("other", "ada · eve", 0.25),
        ("other", f"ada · {UNKNOWN_PERSON}", 0.5),
    ]
    np.testing.assert_array_equal(cells[2].right, samples.crops[3])


def test_false_matches_and_false_non_matches_are_errors():
    cells = sheet(2, 2).cells
    assert [cell.is_error(0.5) for cell in cells] == [False, False, False, False]
    assert [cell.is_error(0.95) for cell in cells] == [False, True, False, False]
    assert [cell.is_error(0.1) for cell in cells] == [False, False, False, True]
    assert [cell.is_error(cell.similarity) for cell in cells] == [True, True, False, False]


@pytest.mark.slow
def test_every_pair_shows_its_label_similarity_and_error():
    shown = sheet()
    texts = texts_on(draw_contact_sheet(shown))
    assert (texts.count("same"), texts.count("other")) == (7, 4)
    assert {format_similarity(cell.similarity) for cell in shown.cells} <= set(texts)
    assert (texts.count("✗ no match"), texts.count("✗ match")) == (2, 1)
    assert any("Errors: 3 of 11" in text for text in texts)


@pytest.mark.slow
def test_frames_distinguish_the_labels_without_colour():
    canvas = draw_contact_sheet(sheet())
    styles = [patch.get_linestyle() for patch in canvas.figure.findobj(Rectangle) if not patch.get_fill()]
    assert (sum(style == "solid" for style in styles), sum(style != "solid" for style in styles)) == (7, 4)


@pytest.mark.slow
def test_no_text_is_cut_off_or_overlaps():
    for shown in (sheet(), sheet(1, 1), sheet(6, 13), sheet(3, 0)):
        canvas = draw_contact_sheet(shown)
        assert not cut_off(canvas)
        assert not colliding(canvas)
