"""The contrast of every text with what it stands on, by the formula of WCAG 2.2."""

import pytest

from app.gui.drawing.palette import DARK, LIGHT, OUTLINE_ON, TEXT_ON, Palette, rgba

PALETTES = pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])


def luminance(colour: str) -> float:
    """Relative luminance: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in rgba(colour)[:3]
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(palette: Palette, first: str, second: str) -> float:
    lighter, darker = sorted((luminance(getattr(palette, name)) for name in (first, second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def too_weak(
    palette: Palette, pairs: tuple[tuple[str, str], ...], least: float
) -> dict[tuple[str, str], float]:
    ratios = {pair: contrast(palette, *pair) for pair in pairs}
    return {pair: ratio for pair, ratio in ratios.items() if ratio < least}


def test_the_formula_at_its_ends():
    assert luminance("#ffffff") == pytest.approx(1)
    assert luminance("#000000") == 0


@PALETTES
def test_text_is_readable(palette):
    assert too_weak(palette, TEXT_ON, 4.5) == {}


@PALETTES
def test_outlines_are_visible(palette):
    assert too_weak(palette, OUTLINE_ON, 3) == {}


@PALETTES
def test_states_differ_from_each_other(palette):
    assert len({palette.good, palette.bad, palette.unsure, palette.muted}) == 4
