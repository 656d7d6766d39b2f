from dataclasses import astuple

import pytest

from app.gui.drawing.geometry import Area, box_to_window, fit_inside
from model.vision.frame import Box

SHOWN = Area(left=100, bottom=50, width=400, height=300)
PICTURE = (200, 150)


def test_a_wide_picture_leaves_room_above_and_below() -> None:
    assert fit_inside((200, 100), Area(0, 0, 400, 400)) == Area(0, 100, 400, 200)


def test_a_tall_picture_leaves_room_beside() -> None:
    assert fit_inside((100, 200), Area(10, 20, 400, 400)) == Area(110, 20, 200, 400)


PLACES = {
    "top left of the picture is top left in the window": (Box(0, 0, 50, 30), False, Area(100, 290, 100, 60)),
    "mirrored it is top right": (Box(0, 0, 50, 30), True, Area(400, 290, 100, 60)),
    "bottom right": (Box(150, 120, 50, 30), False, Area(400, 50, 100, 60)),
    "the middle stays the middle in a mirror": (Box(75, 60, 50, 30), True, Area(250, 170, 100, 60)),
    "what sticks out is cut": (Box(-50, -30, 100, 60), False, Area(100, 290, 100, 60)),
}


@pytest.mark.parametrize(("box", "mirrored", "area"), PLACES.values(), ids=PLACES.keys())
def test_where_a_face_lies(box: Box, mirrored: bool, area: Area) -> None:
    assert astuple(box_to_window(box, PICTURE, SHOWN, mirrored)) == pytest.approx(astuple(area))
