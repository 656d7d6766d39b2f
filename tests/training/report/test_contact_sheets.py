import pytest

from training.report.contact_sheets import NAME_WIDTH, person_words, shortened, similarity_words
from training.report.plot_style import text_width

NAMES = {
    "Ann_Lee/Ann_Lee_0001.jpg": "Ann Lee",
    "ada.png": "ada.png",
    "../people/bob/1.jpg": "bob",
}


@pytest.mark.parametrize(("name", "words"), NAMES.items())
def test_whose_picture_it_is(name: str, words: str) -> None:
    assert person_words(name) == words


@pytest.mark.parametrize(
    ("similarity", "words"),
    [(0.97123, "0.9712"), (1.0, "1.0000"), (0.99999, "> 0.9999"), (0.00001, "< 0.0001"), (0.0, "0.0000")],
)
def test_only_the_end_of_the_scale_is_told_as_such(similarity: float, words: str) -> None:
    assert similarity_words(similarity) == words


@pytest.mark.parametrize("name", ["Carolyn Dawn Johnson", "MWMWMWMWMWMWMWMW", "李" * 40, "$x^2$" * 9])
def test_a_long_name_is_cut_where_the_face_ends(name: str) -> None:
    told = shortened(name, 7)
    assert told.endswith("…")
    assert text_width(told, 7) <= NAME_WIDTH < text_width(name, 7)
    assert shortened("Ann Lee", 7) == "Ann Lee"
