"""References without their pictures."""

import pytest

from app.references.extraction import ExtractedReference, ExtractedReferences
from app.references.reference_store import FOLDER, PersonSummary, ReferenceStore
from app.references.rejection import NoReferencesError
from app.references.templates import SUFFIX, encode_templates
from tests.support.fakes import FakeEmbedder, FakeFinder, grey, sharp_image


@pytest.fixture
def store(tmp_path):
    return ReferenceStore(tmp_path, FakeFinder)


def suffixes(tmp_path) -> list[str]:
    return sorted(path.suffix for path in (tmp_path / "ada" / FOLDER).iterdir())


def test_only_the_embeddings_are_left_and_they_are_references(store, tmp_path) -> None:
    store.enrol("ada", [grey(40, 100, 100), grey(200, 100, 100)])
    before = store.load("ada", "network")
    assert store.forget_pictures("ada", "network", FakeEmbedder()) == []
    assert suffixes(tmp_path) == [SUFFIX, SUFFIX]
    after = store.load("ada", "network")
    assert (len(after.known), len(after.new), after.problems) == (2, 0, [])
    assert [key for key, _ in after.known] == [key for key, _ in before.new]
    assert store.people() == [PersonSummary("ada", 2)]


def test_new_pictures_are_references_beside_them(store, tmp_path) -> None:
    store.enrol("ada", [grey(40, 100, 100)])
    store.forget_pictures("ada", "network", FakeEmbedder())
    store.enrol("ada", [grey(200, 100, 100)])
    references = store.load("ada", "network")
    assert (len(references.known), len(references.new)) == (1, 1)


@pytest.mark.parametrize("spoil", [False, True], ids=["another network", "damaged"])
def test_what_cannot_be_compared_never_matches_and_says_why(store, tmp_path, spoil) -> None:
    store.enrol("ada", [grey(40, 100, 100)])
    store.forget_pictures("ada", "network", FakeEmbedder())
    if spoil:
        (file,) = (tmp_path / "ada" / FOLDER).iterdir()
        file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(NoReferencesError, match=r"another model, or damaged\. Delete it, or enrol again"):
        store.load("ada", "network" if spoil else "another network")


def test_a_picture_without_a_face_stays_and_is_named(store, tmp_path) -> None:
    store.enrol("ada", [grey(40, 100, 100)])
    (tmp_path / "ada" / FOLDER / "0.jpg").write_bytes(b"no picture")
    (problem,) = store.forget_pictures("ada", "network", FakeEmbedder())
    assert problem.path.name == "0.jpg"
    assert suffixes(tmp_path) == [".jpg", SUFFIX]


def test_clearing_deletes_them(store, tmp_path) -> None:
    store.enrol("ada", [grey(40, 100, 100)])
    store.forget_pictures("ada", "network", FakeEmbedder())
    store.clear("ada")
    assert suffixes(tmp_path) == []


def test_a_template_has_the_embedding_of_the_picture_that_is_not_stored(store) -> None:
    crop = sharp_image(120)
    store.enrol_templates("ada", encode_templates([crop], "network", FakeEmbedder()))
    store.enrol("bob", [crop])
    ((key, row),) = store.load("ada", "network").known
    ((key_of_picture, picture),) = store.load("bob", "network").new
    assert key == key_of_picture
    assert row.tobytes() == FakeEmbedder().embed([picture])[0].tobytes()


def test_what_is_stored_as_an_embedding_is_not_enrolled_again(store, tmp_path) -> None:
    crop = sharp_image(120)
    known = ExtractedReference(tmp_path / "1.jpg", crop)
    new = ExtractedReference(tmp_path / "2.jpg", crop[::-1])
    store.enrol_templates("ada", encode_templates([known.crop], "network", FakeEmbedder()))
    found = ExtractedReferences((known, new), ())
    fresh = store.only_new("ada", found, "network")
    assert fresh.references == (new,)
    assert [str(one) for one in fresh.problems] == [f"{known.path}: It is already a reference."]
    assert store.only_new("ada", found, "another network").references == (known, new)


def test_only_embeddings_that_the_network_cannot_compare_are_removed(store, tmp_path) -> None:
    store.enrol("ada", [grey(40)])
    for network in ("old network", "network"):
        store.enrol_templates("ada", encode_templates([grey(90)], network, FakeEmbedder()))
    assert store.remove_unusable_templates("ada", "network") == 1
    assert suffixes(tmp_path) == [".jpg", SUFFIX]
    assert store.remove_unusable_templates("ada", "network") == 0


def test_who_must_enrol_again_after_a_change_of_the_network(store) -> None:
    for person, network in (("ada", "old network"), ("bob", "network")):
        store.enrol_templates(person, encode_templates([grey(90)], network, FakeEmbedder()))
    store.enrol("eve", [grey(40)])
    assert store.people_to_enrol_again("network") == ["ada"]
