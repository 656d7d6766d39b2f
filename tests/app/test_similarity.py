import pytest

from app.similarity import decimals, similarity_words


@pytest.mark.parametrize(
    ("similarity", "words"),
    [
        (0.0, "0"),
        (0.004, "0.0040"),
        (0.5, "0.50"),
        (0.834, "0.83"),
        (0.9721944332122803, "0.972"),
        (0.995, "0.9950"),
        (0.9996, "0.99960"),
        (0.99996, "0.999960"),
        (0.9999994, "0.999999"),
        (0.99999994, "0.999999"),
        (1.0, "1"),
    ],
)
def test_a_similarity_in_figures(similarity: float, words: str) -> None:
    assert similarity_words(similarity) == words


def test_nothing_less_is_called_one() -> None:
    for exponent in range(1, 16):
        for digit in (1, 5, 9.9):
            similarity = 1 - digit * 10**-exponent
            assert float(similarity_words(similarity)) < 1, similarity


def test_what_is_told_is_near() -> None:
    for similarity in (0.3, 0.97219, 0.99961234):
        told = round(similarity, decimals(similarity))
        assert abs(told - similarity) <= 0.05 * (1 - similarity)
