import pytest

from model.terminal.similarity_format import format_similarity
from tests.support.fakes import grey
from tests.training.figures.canvas_text import colliding, cut_off, texts_on
from training.evaluation.results import ExamplePair
from training.report.contact_sheets import draw_gallery_sheet, draw_pair_sheet
from training.report.example_pairs import GalleryMatch
from training.report.person_name import format_person

NAMES = {
    "Ann_Lee/Ann_Lee_0001.jpg": "Ann Lee",
    "ada.png": "ada.png",
    "../people/bob/1.jpg": "bob",
}
LONG_NAMES = ["Carolyn Dawn Johnson", "MWMWMWMWMWMWMWMW", "李" * 40, "$x^2$" * 9]
CROP = grey(100, 100, 100)


@pytest.mark.parametrize(("name", "person"), NAMES.items())
def test_a_picture_is_labelled_with_its_folder(name: str, person: str) -> None:
    assert format_person(name) == person


def test_a_pair_sheet_shows_every_pair_with_its_similarity() -> None:
    pairs = [ExamplePair("Ann_Lee/1.jpg", "bob/1.jpg", 0.9 - 0.1 * number) for number in range(6)]
    canvas = draw_pair_sheet(pairs, {"Ann_Lee/1.jpg": CROP, "bob/1.jpg": CROP}, same=False)
    texts = texts_on(canvas)
    assert {format_similarity(pair.similarity) for pair in pairs} <= set(texts)
    assert (texts.count("Ann Lee"), texts.count("bob")) == (6, 6)
    assert not cut_off(canvas)
    assert not colliding(canvas)


def test_a_gallery_sheet_starts_with_the_reference() -> None:
    gallery = [GalleryMatch(f"person_{k}/1.jpg", 0.97123 / (k + 1), same=k == 0) for k in range(8)]
    crops = dict.fromkeys(("ada/1.jpg", *(match.name for match in gallery)), CROP)
    canvas = draw_gallery_sheet("ada/1.jpg", gallery, crops)
    texts = texts_on(canvas)
    assert texts[:4] == ["reference", "ada", "same  0.971", "person 0"]
    assert texts.count("other  0.49") == 1
    assert not cut_off(canvas)
    assert not colliding(canvas)


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG_NAMES)
def test_a_long_name_is_truncated_to_the_width_of_the_face(
    name: str, recwarn: pytest.WarningsRecorder
) -> None:
    pairs = [ExamplePair(f"{name}/1.jpg", f"{name}/2.jpg", 0.5)] * 2
    canvas = draw_pair_sheet(pairs, {f"{name}/{number}.jpg": CROP for number in (1, 2)}, same=True)
    assert sum(text.endswith("…") for text in texts_on(canvas)) == 4
    assert canvas.to_png()
    assert [str(one.message) for one in recwarn.list] == []
    assert not colliding(canvas)
