import pytest

from model.terminal.plurals import counted
from model.terminal.similarity_format import format_matches


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 crops"), (1, "1 crop"), (2, "2 crops"), (1500, "1,500 crops")]
)
def test_one_is_singular(number: int, words: str) -> None:
    assert counted(number, "crop") == words


def test_an_irregular_plural_is_given() -> None:
    assert [counted(number, "person", "people") for number in (1, 2)] == ["1 person", "2 people"]


@pytest.mark.parametrize(
    ("matches", "references", "words"),
    [
        (0, 1, "0 of 1 reference matches"),
        (1, 1, "1 of 1 reference matches"),
        (1, 3, "1 of 3 references matches"),
        (2, 3, "2 of 3 references match"),
    ],
)
def test_one_match_matches(matches: int, references: int, words: str) -> None:
    assert format_matches(matches, references) == words
