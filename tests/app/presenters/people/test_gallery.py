import pytest

from app.people.usefulness import Lookalike, Usefulness
from app.presenters.people.gallery import lookalike_words, present_reference, summary_words


@pytest.mark.parametrize("usefulness", [None, *Usefulness])
def test_every_usefulness_has_words(usefulness: Usefulness | None) -> None:
    detail = present_reference(3, 12, usefulness)

    assert detail.title == "Reference 3 of 12"
    assert detail.words


def test_a_lookalike_is_named_with_its_figures() -> None:
    words = lookalike_words("Ada", [Lookalike("Grace", 3, 8, 0.9712), Lookalike("Ann", 0, 2, 0.93)])

    assert words.startswith("Grace looks like Ada to this model (highest similarity 0.971).")
    assert "3 of 8 references of Grace would be verified as Ada." in words
    assert lookalike_words("Ada", []) == ""


def test_the_summary_counts_what_to_look_at() -> None:
    redundant, odd, new = Usefulness.REDUNDANT, Usefulness.UNLIKE_OTHERS, Usefulness.NEW_VIEW

    assert summary_words([redundant, redundant, odd, new]) == "2 add little. 1 is unlike the others."
    assert summary_words([new, new]) == "Each of them adds another view."
    assert summary_words([]) == ""
