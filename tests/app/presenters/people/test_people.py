from pathlib import Path

import numpy as np
from PIL import Image

from app.presenters.people.people import (
    PeopleView,
    PersonView,
    import_tone,
    import_words,
    load_people,
    reference_words,
    thumbnail,
)
from app.presenters.tone import Tone
from app.references.counter_examples import CounterExampleStore
from app.references.extraction import ExtractedReference, ExtractedReferences
from app.references.reference_store import ReferenceStore
from app.references.rejection import ReferenceProblem
from app.references.templates import encode_templates
from app.storage.crop_store import CropCounts, CropKind, CropStore
from app.storage.looks import LookStore
from tests.support.fakes import FakeEmbedder, sharp_image


def load(folder: Path, chosen: str) -> PeopleView:
    return load_people(
        CropStore(folder), ReferenceStore(folder), CounterExampleStore(folder), LookStore(folder), chosen
    )


def test_the_chosen_person_is_listed_before_anything_was_kept(tmp_path: Path) -> None:
    CropStore(tmp_path).save("Ann", CropKind.ANCHOR, sharp_image())
    ReferenceStore(tmp_path).enrol("Ann", [sharp_image(100), sharp_image(150)])

    view = load(tmp_path, "me")

    assert view.people == (PersonView("Ann", "2 references", False), PersonView("me", "no references", True))
    assert (view.counts, view.references, view.shown) == (CropCounts(), 0, ())


def test_the_chosen_person_in_full(tmp_path: Path) -> None:
    CropStore(tmp_path).save("Ann", CropKind.NEGATIVE, sharp_image())
    kept = ReferenceStore(tmp_path).enrol("Ann", [sharp_image(100), sharp_image(150)])
    LookStore(tmp_path).write("Ann", kept[1], "  with   glasses ")
    refused = CounterExampleStore(tmp_path).add("Ann", sharp_image())

    view = load(tmp_path, "Ann")

    assert (view.name, view.counts, view.references) == ("Ann", CropCounts(negative=1), 2)
    assert [(one.path, one.look) for one in view.shown] == [(kept[0], ""), (kept[1], "with glasses")]
    assert [one.path for one in view.refused] == [refused]


def test_a_reference_whose_picture_was_not_kept_has_none(tmp_path: Path) -> None:
    store = ReferenceStore(tmp_path)
    store.enrol_templates("Ann", encode_templates([sharp_image(100)], "network", FakeEmbedder()))
    store.enrol("Ann", [sharp_image(150)])

    view = load(tmp_path, "Ann")

    assert (view.references, view.pictures) == (2, 1)
    assert [one.picture is None for one in view.shown] == [True, False]


def test_references_are_shown_small_whatever_they_are_stored_as(tmp_path: Path) -> None:
    wide = np.full((90, 300, 3), 60, np.uint8)
    wide[:, 105:195] = 200
    Image.fromarray(wide).save(tmp_path / "wide.png")
    shown = thumbnail(tmp_path / "wide.png")
    assert shown is not None
    assert (shown.shape, shown.min()) == ((100, 100, 3), 200)
    (tmp_path / "damaged.png").write_bytes(b"damaged")
    assert thumbnail(tmp_path / "damaged.png") is None


def found_of(*references: ExtractedReference, left_out: tuple[str, ...] = ()) -> ExtractedReferences:
    problems = tuple(ReferenceProblem(Path(name), "No face was found in it.") for name in left_out)
    return ExtractedReferences(references, problems)


def test_what_was_left_out_is_counted_and_named() -> None:
    one = ExtractedReference(Path("a.jpg"), sharp_image())
    told = {
        (): "1 reference enrolled for Ann.",
        ("b.jpg",): "1 reference enrolled for Ann. 1 left out. b.jpg: No face was found in it.",
        ("b.jpg", "c.jpg", "d.jpg"): "1 reference enrolled for Ann. 3 left out. "
        "b.jpg: No face was found in it. c.jpg: No face was found in it. And 1 more.",
    }
    for left_out, words in told.items():
        assert import_words(found_of(one, left_out=left_out), "Ann") == words
    assert import_words(found_of(), "Ann") == "No references enrolled for Ann."


def test_an_import_is_good_only_if_every_picture_became_a_reference() -> None:
    one = ExtractedReference(Path("a.jpg"), sharp_image())
    assert import_tone(found_of(one)) is Tone.GOOD
    assert import_tone(found_of(one, left_out=("b.jpg",))) is Tone.UNSURE
    assert import_tone(found_of()) is Tone.UNSURE


def test_a_choice_among_several_faces_is_reported() -> None:
    one = ExtractedReference(Path("a.jpg"), sharp_image(), "It shows 2 faces: the largest was used.")
    expected = "1 reference enrolled for Ann. a.jpg: It shows 2 faces: the largest was used."
    assert import_words(found_of(one), "Ann") == expected


def test_references_in_words() -> None:
    assert reference_words(0, 0).startswith("None yet.")
    assert reference_words(1, 1) == "The live face is compared with 1 reference."
    assert reference_words(8, 0).endswith(" 8 references. Only embeddings are stored, not pictures.")
    assert reference_words(8, 5).endswith(" 8 references. Of 3, only the embeddings are stored.")
