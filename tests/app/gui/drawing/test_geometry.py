from dataclasses import astuple

import pytest

from app.gui.drawing.geometry import Area, box_to_window, fit_inside, scroll_handle, strips_beside
from model.vision.frame import Box

IMAGE_AREA = Area(left=100, bottom=50, width=400, height=300)
IMAGE_SIZE = (200, 150)


def test_a_wide_image_leaves_space_above_and_below() -> None:
    assert fit_inside((200, 100), Area(0, 0, 400, 400)) == Area(0, 100, 400, 200)


def test_a_tall_image_leaves_space_at_both_sides() -> None:
    assert fit_inside((100, 200), Area(10, 20, 400, 400)) == Area(110, 20, 200, 400)


def test_the_strips_beside_a_tall_image_reach_under_it() -> None:
    outer = Area(10, 20, 400, 400)
    strips = strips_beside(fit_inside((100, 200), outer), outer, overlap=12)
    assert strips == (Area(10, 20, 112, 400), Area(298, 20, 112, 400))


def test_the_strips_beside_a_wide_image_reach_under_it() -> None:
    outer = Area(0, 0, 400, 400)
    strips = strips_beside(fit_inside((200, 100), outer), outer, overlap=12)
    assert strips == (Area(0, 0, 400, 112), Area(0, 288, 400, 112))


def test_an_image_that_fills_the_area_hides_the_strips() -> None:
    outer = Area(0, 0, 400, 300)
    strips = strips_beside(outer, outer, overlap=12)
    assert strips == (Area(0, 0, 400, 12), Area(0, 288, 400, 12))


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


HANDLES = {
    "half of the content is seen": (200, 400, 0.5, (0.25, 0.5)),
    "at the end of long content": (200, 100_000, 0, (0, 0.2)),
    "at the beginning of long content": (200, 100_000, 1, (0.8, 0.2)),
    "pulled beyond the beginning": (200, 400, 1.1, (0.5, 0.5)),
    "in a view as low as the handle": (40, 100_000, 1, (0.5, 0.5)),
    "nothing to scroll": (200, 150, 1, (0, 1)),
    "no view": (0, 150, 1, (0, 1)),
}


@pytest.mark.parametrize(("view", "content", "scrolled", "handle"), HANDLES.values(), ids=HANDLES.keys())
def test_the_handle_of_a_scroll_bar_can_be_grasped_and_reaches_both_ends(
    view: float, content: float, scrolled: float, handle: tuple[float, float]
) -> None:
    assert scroll_handle(view, content, scrolled, at_least=40) == pytest.approx(handle)
