import pytest

from app.gui.accessibility.accesskit_tree import word_lengths


@pytest.mark.parametrize(
    ("text", "lengths"),
    [("", []), ("a", [1]), ("Ann", [3]), ("Ann q", [4, 1]), ("a  b ", [3, 2]), (" x", [1, 1])],
)
def test_the_words_of_a_text_field_add_up_to_its_text(text, lengths):
    assert word_lengths(text) == lengths
