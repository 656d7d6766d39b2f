import pytest

from model.terminal.similarity_format import decimal_places, format_measured, format_similarity


@pytest.mark.parametrize(
    ("similarity", "text"),
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
def test_two_digits_of_the_distance_to_the_nearer_end_are_shown(similarity: float, text: str) -> None:
    assert format_similarity(similarity) == text


def test_only_one_reads_as_one() -> None:
    for exponent in range(1, 16):
        for digit in (1, 5, 9.9):
            similarity = 1 - digit * 10**-exponent
            assert float(format_similarity(similarity)) < 1, similarity


def test_rounding_changes_little() -> None:
    for similarity in (0.3, 0.97219, 0.99961234):
        rounded = round(similarity, decimal_places(similarity))
        assert abs(rounded - similarity) <= 0.05 * (1 - similarity)


@pytest.mark.parametrize(
    ("similarity", "text"),
    [(1.0, "> 0.999999"), (0.99999994, "> 0.999999"), (0.999998, "0.999998"), (0.5, "0.50")],
)
def test_no_measured_similarity_reads_as_one(similarity: float, text: str) -> None:
    assert format_measured(similarity) == text
