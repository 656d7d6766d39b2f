"""References are embedded once: what is cached, what is not, and when the cache is invalid."""

import errno
import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.references.reference_loader import ReferenceSet
from app.references.reference_store import EMBEDDINGS, FOLDER, ReferenceStore
from app.references.rejection import NoReferencesError
from app.storage.errors import StoreError
from app.storage.paths import PROJECT
from app.storage.people import delete_person
from model.runtime.embedding_file import EmbeddingFile, key_of
from model.runtime.similarity_head import Head
from model.verification.matcher import Matcher
from model.vision.alignment import align
from model.vision.image_file import read_image_file
from model.vision.mtcnn import MtcnnFinder
from tests.support.fakes import FakeEmbedder, FakeFinder, face_at, grey, sharp_image
from tests.support.portraits import COLLINS

HEAD = Head(np.full(3, -8.0, np.float32), 4.0)


@pytest.fixture
def store(tmp_path: Path) -> ReferenceStore:
    store = ReferenceStore(tmp_path)
    store.enrol("ada", [tinted(level) for level in (40, 120, 200)])
    return store


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ada" / FOLDER / EMBEDDINGS


def tinted(red: int) -> np.ndarray:
    crop = sharp_image()
    crop[..., 0] = red
    return crop


def learn(store: ReferenceStore, network: str = "this") -> tuple[int, list[float]]:
    """How many references were embedded, and how similar the second tint is to each."""
    embedder = FakeEmbedder()
    matcher = Matcher(embedder, HEAD)
    references = store.load("ada", network)
    matcher.set_references(references.crops, references.embeddings, len(references.problems))
    similarities = matcher.compare(tinted(120))
    if matcher.embedded:
        references.save_embeddings(matcher.embedded)
    return embedder.embedded - 1, similarities.tolist()


def counts(references: ReferenceSet) -> tuple[int, int]:
    return len(references.embeddings), len(references.crops)


def test_what_was_embedded_once_is_not_embedded_again_and_is_as_similar(store: ReferenceStore) -> None:
    embedded, first = learn(store)
    again, second = learn(store)
    assert (embedded, again) == (3, 0)
    assert second == first
    assert np.argmax(second) == 1


def test_only_what_is_new_is_embedded(store: ReferenceStore) -> None:
    learn(store)
    store.enrol("ada", [tinted(80)])
    assert counts(store.load("ada", "this")) == (3, 1)
    assert learn(store)[0] == 1
    assert learn(store)[0] == 0


def test_another_network_embeds_again(store: ReferenceStore) -> None:
    learn(store, "this")
    assert learn(store, "other")[0] == 3
    assert learn(store, "other")[0] == 0


def test_a_replaced_picture_is_compared_as_what_it_shows_now(store: ReferenceStore) -> None:
    """Also one that looks the same from outside."""
    _, similar = learn(store)
    first, second, _ = store.paths("ada")
    status = second.stat()
    second.write_bytes(first.read_bytes().ljust(status.st_size, b"\0")[: status.st_size])
    os.utime(second, ns=(status.st_atime_ns, status.st_mtime_ns))
    embedded, now = learn(store)
    assert embedded == 1
    assert max(now) < similar[1]


def test_the_same_picture_twice_counts_twice(store: ReferenceStore) -> None:
    copy = store.paths("ada")[0].with_name("zzz.jpg")
    copy.write_bytes(store.paths("ada")[0].read_bytes())
    assert len(learn(store)[1]) == 4
    assert counts(store.load("ada", "this")) == (4, 0)


@pytest.mark.parametrize("known", [False, True], ids=["new", "known before"])
def test_a_damaged_picture_is_named_and_never_matches(store: ReferenceStore, known: bool) -> None:
    if known:
        learn(store)
    path = store.paths("ada")[1]
    path.write_bytes(path.read_bytes()[:20])
    (problem,) = store.load("ada", "this").problems
    assert (problem.path, "It is not a picture" in problem.sentence) == (path, True)
    similarities = learn(store)[1]
    assert len(similarities) == 3
    assert similarities[-1] == 0


def test_where_no_picture_can_be_used_there_is_nothing_to_compare_with(store: ReferenceStore) -> None:
    for path in store.paths("ada"):
        path.write_bytes(b"damaged")
    with pytest.raises(NoReferencesError, match=r"ada cannot be verified\. 3 references cannot be used"):
        store.load("ada", "this")


SIZES = {"1x1": (1, 1), "smaller than a crop": (80, 60), "250x250": (250, 250)}


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_a_picture_of_another_size_without_a_face_is_named(
    store: ReferenceStore, size: tuple[int, int]
) -> None:
    path = store.paths("ada")[0]
    path.write_bytes(cv2.imencode(".jpg", grey(90, *size))[1].tobytes())
    (problem,) = store.load("ada", "this").problems
    assert (problem.path, problem.sentence) == (path, "No face was found in it.")


def test_a_photograph_put_there_by_hand_is_aligned_once(store: ReferenceStore, file: Path) -> None:
    shutil.copy(COLLINS.path, file.parent / "zz photograph.png")
    image = COLLINS.read()
    crop = align(image, MtcnnFinder().find(image)[0].landmarks)
    assert np.array_equal(store.load("ada", "this").crops[-1], crop)
    learn(store)
    blind = ReferenceStore(file.parents[2], lambda: pytest.fail("a finder was made"))
    assert counts(blind.load("ada", "this")) == (4, 0)


def test_a_photograph_of_several_faces_is_named(store: ReferenceStore, file: Path) -> None:
    shutil.copy(COLLINS.path, file.parent / "zz photograph.png")
    two = ReferenceStore(file.parents[2], lambda: FakeFinder(face_at(), face_at(100)))
    (problem,) = two.load("ada", "this").problems
    assert problem.sentence == "It shows 2 faces. Crop it to the person's face."


def test_a_damaged_file_is_written_again(store: ReferenceStore, file: Path) -> None:
    _, similar = learn(store)
    whole = file.read_bytes()
    for damaged in (whole[:-1], whole[:40], b"", whole[:50] + bytes(20) + whole[70:]):
        file.write_bytes(damaged)
        assert learn(store) == (3, similar)
        assert file.read_bytes() == whole


def test_what_is_made_of_a_deleted_picture_goes_with_the_next_load(store: ReferenceStore, file: Path) -> None:
    learn(store)
    before = file.stat().st_size
    store.paths("ada")[0].unlink()
    assert counts(store.load("ada", "this")) == (2, 0)
    assert file.stat().st_size < before
    assert counts(store.load("ada", "this")) == (2, 0)


def test_without_pictures_nothing_is_kept_whichever_network_made_it(
    store: ReferenceStore, file: Path
) -> None:
    learn(store, "other")
    for path in store.paths("ada"):
        path.unlink()
    assert len(store.load("ada", "this")) == 0
    assert not file.exists()


def test_it_is_deleted_with_the_references_and_with_the_person(
    store: ReferenceStore, file: Path, tmp_path: Path
) -> None:
    learn(store)
    assert file.exists()
    store.clear("ada")
    assert list(file.parent.iterdir()) == []
    store.enrol("ada", [tinted(40)])
    learn(store)
    delete_person(tmp_path, "ada")
    assert list(tmp_path.iterdir()) == []


def test_who_is_deleted_while_being_learned_stays_deleted(store: ReferenceStore, tmp_path: Path) -> None:
    cleared = store.load("ada", "this")
    store.clear("ada")
    cleared.save_embeddings(FakeEmbedder().embed(cleared.crops))
    assert list((tmp_path / "ada" / FOLDER).iterdir()) == []
    store.enrol("ada", [tinted(40)])
    deleted = store.load("ada", "this")
    delete_person(tmp_path, "ada")
    deleted.save_embeddings(FakeEmbedder().embed(deleted.crops))
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_stops_nothing_and_is_logged_once(
    store: ReferenceStore, file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with caplog.at_level(logging.WARNING):
        embedded, similar = learn(store)
    assert (embedded, np.argmax(similar)) == (3, 1)
    assert len(caplog.records) == 1
    assert [path.suffix for path in file.parent.iterdir()] == [".jpg"] * 3


def test_a_read_only_folder_stops_nothing_but_clearing_it_is_an_error(
    store: ReferenceStore, file: Path
) -> None:
    file.mkdir()
    assert learn(store)[0] == 3
    assert learn(store)[0] == 3
    with pytest.raises(StoreError, match=EMBEDDINGS):
        store.clear("ada")


ANOTHER = """
import sys
from pathlib import Path
from app.references.rejection import NoReferencesError
from app.references.reference_store import ReferenceStore
from tests.support.fakes import FakeEmbedder, grey
store = ReferenceStore(Path(sys.argv[1]))
for red in range(8):
    crop = grey(100, 100, 100)
    crop[..., 0] = 25 * red
    store.enrol("ada", [crop])
    references = store.load("ada", "this")
    references.save_embeddings(FakeEmbedder().embed(references.crops))
"""


def assert_nothing_false(store: ReferenceStore, file: Path) -> None:
    known = EmbeddingFile(file, "this").read()
    for path in store.paths("ada"):
        row = known.get(key_of(path.read_bytes()))
        if row is not None:
            np.testing.assert_allclose(row, FakeEmbedder().embed([read_image_file(path)])[0])


@pytest.mark.slow
def test_two_processes_that_learn_at_once_remember_nothing_false(
    store: ReferenceStore, file: Path, tmp_path: Path
) -> None:
    others = [subprocess.Popen([sys.executable, "-c", ANOTHER, str(tmp_path)], cwd=PROJECT) for _ in range(2)]
    while any(other.poll() is None for other in others):
        learn(store)
        assert_nothing_false(store, file)
    assert [other.returncode for other in others] == [0, 0]
    learn(store)
    assert counts(store.load("ada", "this")) == (19, 0)
    assert_nothing_false(store, file)
