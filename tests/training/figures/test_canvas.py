from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.fakes import grey
from tests.training.figures.page_text import colliding, cut_off, texts_on
from training.figures.canvas import ENLARGED, Page


def read(png: bytes) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR_RGB)


def test_a_page_is_as_large_as_asked_for_and_sharp():
    assert read(Page(400, 300, "Title", "Explanation").png()).shape == (300 * ENLARGED, 400 * ENLARGED, 3)


def test_a_picture_comes_to_its_place_in_its_colours():
    page = Page(400, 300, "", "")
    red = grey(0)
    red[..., 0] = 200
    page.picture(red, left=100, top=120, size=50)
    drawn = read(page.png())
    middle_x, middle_y = int(125 * ENLARGED), int(145 * ENLARGED)
    assert drawn[middle_y, middle_x].tolist() == [200, 0, 0]
    assert drawn[middle_y, int(95 * ENLARGED)].tolist() == [255, 255, 255]
    assert drawn[int(175 * ENLARGED), middle_x].tolist() == [255, 255, 255]


def test_a_long_explanation_goes_on_in_the_next_line():
    page = Page(400, 300, "Title", "many words " * 10)
    title, *lines = texts_on(page)
    assert (title, len(lines)) == ("Title", 3)
    assert " ".join(lines) == ("many words " * 10).strip()
    assert not cut_off(page)
    assert not colliding(page)


def test_what_does_not_fit_its_width_is_cut_with_an_ellipsis():
    page = Page(400, 300, "", "")
    page.words("Wolfeschlegelsteinhausenbergerdorff", 10, 150, width=80)
    page.words("Eve", 10, 200, width=80)
    cut, whole = texts_on(page)[-2:]
    assert cut.startswith("Wolfe")
    assert cut.endswith("…")
    assert whole == "Eve"


def test_dollar_signs_in_a_name_are_no_formula():
    page = Page(400, 300, "", "")
    page.words("A$AP $\\frac$", 10, 150)
    assert texts_on(page) == ["A$AP $\\frac$"]
    page.png()


def test_the_folder_is_made_and_nothing_half_written_stays(tmp_path: Path):
    page = Page(200, 100, "Title", "")
    file = tmp_path / "new" / "page.png"
    page.save(file)
    assert read(file.read_bytes()).shape == (150, 300, 3)
    assert [path.name for path in file.parent.iterdir()] == ["page.png"]


def test_where_it_cannot_be_written_all_stays_as_it_was(tmp_path: Path):
    occupied = tmp_path / "page.png"
    occupied.mkdir()
    with pytest.raises(OSError, match=r"page\.png"):
        Page(200, 100, "Title", "").save(occupied)
    assert list(tmp_path.iterdir()) == [occupied]
