import pytest

from app.translation.line_breaks import MAX_LENGTH, NO_BREAK_SPACE, unbreakable

FIGURES = ("92.53 %", "95 s", "about 2 min", "240 MB", "0,0088 % bis 0,015 %", "20 seconds", "(12 references")
RUNS = (
    "> 0.999999",
    "1 in 25,000",
    "1 von 25.000",
    "0 of 36",
    "9 von 12",
    "8 to 20",
    "95 % Konfidenz",
    "95 % confidence",
)
SENTENCES = {
    "more than 5 of 12 must match": "more than 5~of~12 must match",
    "(at most 1 in 25,000, 95 % confidence).": "(at most 1~in~25,000, 95~%~confidence).",
    "8 to 20 references": "8~to~20 references",
    "View 1 pairs": "View 1~pairs",
}
WORDS = (
    "Level 2 and 3",
    "in Level 2. The next",
    "No 12 Sonnenschutzgläser",
    "on 27.11.2026, in",
    "x2 or",
    "one in",
)


@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_keeps_its_unit_or_noun(figure):
    unit = figure.split()[-1]
    assert unbreakable(figure).endswith(f"{NO_BREAK_SPACE}{unit}")
    assert unbreakable(figure).replace(NO_BREAK_SPACE, " ") == figure


@pytest.mark.parametrize("run", RUNS)
def test_a_ratio_stays_on_one_line(run):
    assert unbreakable(f"about {run}.") == f"about {run.replace(' ', NO_BREAK_SPACE)}."


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_rest_of_a_sentence_can_break(sentence):
    expected = SENTENCES[sentence].replace("~", NO_BREAK_SPACE)
    assert unbreakable(sentence) == expected


@pytest.mark.parametrize("words", WORDS)
def test_other_spaces_can_break(words):
    assert unbreakable(words) == words


def test_no_run_is_too_long_for_a_narrow_label():
    """A label splits a run that is wider than itself in the middle of a word."""
    sentence = unbreakable(
        "3 von 12 Referenzen, 25.000 Vergleichen, 1.234.567 von 2.345.678 und 95 % Konfidenz"
    )
    assert max(map(len, sentence.split(" "))) <= MAX_LENGTH
