from dataclasses import astuple

import pytest

from app.gui.drawing.geometry import Area, box_to_window, fit_inside
from model.vision.frame import Box

IMAGE_AREA = Area(left=100, bottom=50, width=400, height=300)
IMAGE_SIZE = (200, 150)


def test_a_wide_image_leaves_space_above_and_below() -> None:
    assert fit_inside((200, 100), Area(0, 0, 400, 400)) == Area(0, 100, 400, 200)


def test_a_tall_image_leaves_space_at_both_sides() -> None:
    assert fit_inside((100, 200), Area(10, 20, 400, 400)) == Area(110, 20, 200, 400)


BOXES = {
    "top left of the picture is top left in the window": (Box(0, 0, 50, 30), False, Area(100, 290, 100, 60)),
    "mirrored it is top right": (Box(0, 0, 50, 30), True, Area(400, 290, 100, 60)),
    "bottom right": (Box(150, 120, 50, 30), False, Area(400, 50, 100, 60)),
    "the middle stays the middle in a mirror": (Box(75, 60, 50, 30), True, Area(250, 170, 100, 60)),
    "a box outside the image is clipped": (Box(-50, -30, 100, 60), False, Area(100, 290, 100, 60)),
}


@pytest.mark.parametrize(("box", "mirrored", "area"), BOXES.values(), ids=BOXES.keys())
def test_a_box_is_converted_to_the_window(box: Box, mirrored: bool, area: Area) -> None:
    assert astuple(box_to_window(box, IMAGE_SIZE, IMAGE_AREA, mirrored)) == pytest.approx(astuple(area))
