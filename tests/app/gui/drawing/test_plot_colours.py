"""Plots in the colours of the window."""

import cv2
import numpy as np
import pytest

from app.gui.drawing.palette import DARK, LIGHT, Palette, rgba
from app.gui.drawing.plot_colours import recolour
from model.vision.frame import RgbImage

WHITE, BLACK, GREY, BLUE = (255, 255, 255), (0, 0, 0), (119, 119, 119), (0, 114, 178)


def shown(colour: tuple[int, int, int], palette: Palette) -> RgbImage:
    plot = np.full((4, 6, 3), colour, np.uint8)
    return recolour(plot, rgba(palette.surface), rgba(palette.text))


@pytest.mark.parametrize("palette", [DARK, LIGHT])
def test_paper_and_ink_are_those_of_the_window(palette: Palette) -> None:
    for colour, wanted in ((WHITE, palette.surface), (BLACK, palette.text)):
        expected = np.round(255 * np.array(rgba(wanted)[:3]))
        np.testing.assert_allclose(shown(colour, palette)[0, 0], expected, atol=1)


def test_a_colour_keeps_its_hue_and_is_bright_on_dark_paper() -> None:
    line, paper = shown(BLUE, DARK), shown(WHITE, DARK)
    hue = lambda image: cv2.cvtColor(image, cv2.COLOR_RGB2HSV)[0, 0, 0]  # noqa: E731
    assert abs(int(hue(line)) - int(hue(np.full((1, 1, 3), BLUE, np.uint8)))) < 10
    assert line.astype(int).sum() > paper.astype(int).sum() + 150


def test_grey_stays_between_ink_and_paper() -> None:
    grey, ink, paper = (int(shown(colour, DARK)[0, 0, 1]) for colour in (GREY, BLACK, WHITE))
    assert paper < grey < ink


def test_the_picture_keeps_its_shape() -> None:
    assert shown(BLUE, DARK).shape == (4, 6, 3)
