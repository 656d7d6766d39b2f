from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.support.fakes import grey
from tests.training.figures.canvas_text import colliding, cut_off, texts_on
from training.figures.canvas import PIXEL_RATIO, Canvas


def read(png: bytes) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR_RGB)


def test_the_file_has_more_pixels_than_the_canvas():
    assert read(Canvas(400, 300, "Title", "Explanation").to_png()).shape == (
        300 * PIXEL_RATIO,
        400 * PIXEL_RATIO,
        3,
    )


def test_an_image_keeps_its_colours_and_position():
    canvas = Canvas(400, 300, "", "")
    red = grey(0)
    red[..., 0] = 200
    canvas.image(red, left=100, top=120, size=50)
    drawn = read(canvas.to_png())
    middle_x, middle_y = int(125 * PIXEL_RATIO), int(145 * PIXEL_RATIO)
    assert drawn[middle_y, middle_x].tolist() == [200, 0, 0]
    assert drawn[middle_y, int(95 * PIXEL_RATIO)].tolist() == [255, 255, 255]
    assert drawn[int(175 * PIXEL_RATIO), middle_x].tolist() == [255, 255, 255]


def test_a_long_explanation_is_wrapped():
    canvas = Canvas(400, 300, "Title", "many words " * 10)
    title, *lines = texts_on(canvas)
    assert (title, len(lines)) == ("Title", 3)
    assert " ".join(lines) == ("many words " * 10).strip()
    assert not cut_off(canvas)
    assert not colliding(canvas)


def test_text_wider_than_its_maximum_ends_in_an_ellipsis():
    canvas = Canvas(400, 300, "", "")
    canvas.text("Wolfeschlegelsteinhausenbergerdorff", 10, 150, max_width=80)
    canvas.text("Eve", 10, 200, max_width=80)
    truncated, whole = texts_on(canvas)[-2:]
    assert truncated.startswith("Wolfe")
    assert truncated.endswith("…")
    assert whole == "Eve"


def test_dollar_signs_in_a_name_do_not_start_a_formula():
    canvas = Canvas(400, 300, "", "")
    canvas.text("A$AP $\\frac$", 10, 150)
    assert texts_on(canvas) == ["A$AP $\\frac$"]
    canvas.to_png()


def test_saving_makes_the_folder_and_leaves_no_temporary_file(tmp_path: Path):
    canvas = Canvas(200, 100, "Title", "")
    file = tmp_path / "new" / "page.png"
    canvas.save(file)
    assert read(file.read_bytes()).shape == (150, 300, 3)
    assert [path.name for path in file.parent.iterdir()] == ["page.png"]


def test_a_failed_save_leaves_everything_as_it_was(tmp_path: Path):
    occupied = tmp_path / "page.png"
    occupied.mkdir()
    with pytest.raises(OSError, match=r"page\.png"):
        Canvas(200, 100, "Title", "").save(occupied)
    assert list(tmp_path.iterdir()) == [occupied]
