"""The transparency of boxes with round corners."""

import math

import numpy as np
import pytest

from app.gui.drawing.corner_mask import corner_size, coverage

RADII = [0.0, 1.5, 3.0, 8.0, 12.0, 25.5]


@pytest.mark.parametrize("radius", RADII)
def test_a_box_is_two_corners_and_a_pixel_wide(radius):
    side = 2 * corner_size(radius, line=0) + 1
    assert coverage(radius, line=0).shape == (side, side)


@pytest.mark.parametrize("radius", RADII)
def test_a_filled_box_has_its_area_without_the_corners(radius):
    """A circle of the radius replaces a square."""
    side = 2 * corner_size(radius, line=0) + 1
    assert coverage(radius, line=0).sum() == pytest.approx(
        side**2 - (4 - math.pi) * radius**2, abs=0.5 + 0.05 * radius
    )


@pytest.mark.parametrize("radius", RADII)
def test_the_straight_edges_are_sharp(radius):
    mask = coverage(radius, line=0)
    middle = len(mask) // 2
    np.testing.assert_array_equal(mask[middle], 1)
    np.testing.assert_array_equal(mask[:, middle], 1)


def test_corners_are_round_and_smooth():
    mask = coverage(8.0, line=0)
    assert mask[0, 0] == 0
    assert np.any((mask > 0.1) & (mask < 0.9))


@pytest.mark.parametrize("line", [1.0, 1.5, 2.0])
def test_an_outline_is_as_thick_as_its_line_and_empty_inside(line):
    mask = coverage(8.0, line)
    middle = len(mask) // 2
    assert mask[:middle, middle].sum() == pytest.approx(line)
    assert mask[middle, middle] == 0


@pytest.mark.parametrize("line", [0.0, 2.0])
def test_all_corners_are_alike(line):
    mask = coverage(7.3, line)
    np.testing.assert_allclose(mask, np.rot90(mask), atol=1e-6)
    np.testing.assert_allclose(mask, mask.T, atol=1e-6)
