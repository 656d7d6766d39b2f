import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.gui.drawing.geometry import Area, box_to_window, fit_inside
from model.vision.frame import Box

PICTURES = st.tuples(st.integers(1, 8000), st.integers(1, 8000))
LENGTHS = st.floats(1, 5000)
AREAS = st.builds(Area, st.floats(-2000, 2000), st.floats(-2000, 2000), LENGTHS, LENGTHS)
BOXES = st.builds(Box, st.floats(-9000, 9000), st.floats(-9000, 9000), LENGTHS, LENGTHS)
ROUNDING = 1e-6


def right(area: Area) -> float:
    return area.left + area.width


def top(area: Area) -> float:
    return area.bottom + area.height


def holds(outer: Area, inner: Area) -> bool:
    return (
        inner.left >= outer.left - ROUNDING
        and inner.bottom >= outer.bottom - ROUNDING
        and right(inner) <= right(outer) + ROUNDING
        and top(inner) <= top(outer) + ROUNDING
    )


@given(PICTURES, AREAS)
def test_an_image_keeps_its_aspect_ratio_and_fills_one_dimension(picture, area):
    shown = fit_inside(picture, area)
    assert holds(area, shown)
    assert shown.width * picture[1] == pytest.approx(shown.height * picture[0])
    assert shown.width == pytest.approx(area.width) or shown.height == pytest.approx(area.height)
    assert shown.left - area.left == pytest.approx(right(area) - right(shown), abs=1e-6)
    assert shown.bottom - area.bottom == pytest.approx(top(area) - top(shown), abs=1e-6)


@given(BOXES, PICTURES, AREAS, st.booleans())
def test_a_box_never_leaves_its_image(box, picture, shown, mirrored):
    area = box_to_window(box, picture, shown, mirrored)
    assert holds(shown, area)
    assert area.width >= 0 and area.height >= 0


@given(BOXES, PICTURES, AREAS)
def test_a_mirrored_box_is_as_far_from_the_other_edge(box, picture, shown):
    area, mirrored = (box_to_window(box, picture, shown, mirror) for mirror in (False, True))
    assert mirrored.left - shown.left == pytest.approx(right(shown) - right(area), abs=1e-6)
    assert (mirrored.bottom, mirrored.height) == (area.bottom, area.height)
    assert mirrored.width == pytest.approx(area.width, abs=1e-6)


@given(PICTURES, AREAS, st.booleans())
def test_a_box_as_large_as_the_image_fills_it(picture, shown, mirrored):
    area = box_to_window(Box(0, 0, *picture), picture, shown, mirrored)
    assert holds(area, shown) and holds(shown, area)
