import pytest

from training.report.contact_sheets import LABEL_WIDTH, format_person, truncate
from training.report.plot_style import text_width

NAMES = {
    "Ann_Lee/Ann_Lee_0001.jpg": "Ann Lee",
    "ada.png": "ada.png",
    "../people/bob/1.jpg": "bob",
}


@pytest.mark.parametrize(("name", "person"), NAMES.items())
def test_a_picture_is_labelled_with_its_folder(name: str, person: str) -> None:
    assert format_person(name) == person


@pytest.mark.parametrize("name", ["Carolyn Dawn Johnson", "MWMWMWMWMWMWMWMW", "李" * 40, "$x^2$" * 9])
def test_a_long_name_is_truncated_to_the_width_of_the_face(name: str) -> None:
    truncated = truncate(name, 7)
    assert truncated.endswith("…")
    assert text_width(truncated, 7) <= LABEL_WIDTH < text_width(name, 7)
    assert truncate("Ann Lee", 7) == "Ann Lee"
