import pytest

from app.translation.line_breaks import NO_BREAK_SPACE, unbreakable

FIGURES = ("92.53 %", "95 s", "about 2 min", "240 MB", "0,0088 % bis 0,015 %")
WORDS = ("12 references", "3 steps", "5 more.", "View 1 pairs")


@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_keeps_its_unit(figure):
    unit = figure.split()[-1]
    assert unbreakable(figure).endswith(f"{NO_BREAK_SPACE}{unit}")
    assert unbreakable(figure).replace(NO_BREAK_SPACE, " ") == figure


@pytest.mark.parametrize("words", WORDS)
def test_other_spaces_can_break(words):
    assert unbreakable(words) == words
