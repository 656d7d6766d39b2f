"""References without their pictures."""

import pytest

from app.references.reference_store import FOLDER, PersonSummary, ReferenceStore
from app.references.rejection import NoReferencesError
from app.references.templates import SUFFIX
from tests.support.fakes import FakeEmbedder, FakeFinder, grey


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
    with pytest.raises(NoReferencesError, match="Enrol again to verify with this model"):
        store.load("ada", "network" if spoil else "another network")


def test_a_picture_without_a_face_stays_and_is_named(store, tmp_path) -> None:
    store.enrol("ada", [grey(40, 100, 100)])
    (tmp_path / "ada" / FOLDER / "0.jpg").write_bytes(b"no picture")
    (problem,) = store.forget_pictures("ada", "network", FakeEmbedder())
    assert problem.path.name == "0.jpg"
    assert suffixes(tmp_path) == [".jpg", SUFFIX]


def test_clearing_and_replacing_delete_them(store, tmp_path) -> None:
    store.enrol("ada", [grey(40, 100, 100)])
    store.forget_pictures("ada", "network", FakeEmbedder())
    store.replace("ada", [grey(200, 100, 100)])
    assert suffixes(tmp_path) == [".jpg"]
    store.forget_pictures("ada", "network", FakeEmbedder())
    store.clear("ada")
    assert suffixes(tmp_path) == []
