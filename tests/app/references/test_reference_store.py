import errno
import os

import cv2
import pytest

from app.references.extraction import ExtractedReference, ExtractedReferences
from app.references.reference_store import EMBEDDINGS, PersonSummary, ReferenceStore
from app.storage.crop_store import CropKind, CropStore
from app.storage.errors import StoreError
from app.storage.people import PersonNameError
from tests.support.fakes import grey, sharp_image, tree


@pytest.fixture
def store(tmp_path):
    return ReferenceStore(tmp_path)


def smooth(level):
    """Without the noise that JPEG changes."""
    return cv2.resize(sharp_image(level, size=8), (100, 100))


class TestStore:
    def test_enrolled_crops_are_loaded_in_their_order(self, store, tmp_path):
        crops = [grey(level, 100, 100) for level in (20, 120, 220)]
        paths = store.enrol("ada", crops)
        assert store.paths("ada") == paths
        assert paths[0].parent == tmp_path / "ada" / "verification_images"
        assert [round(crop.mean()) for crop in store.load("ada", "this").crops] == [20, 120, 220]

    def test_enrolling_again_adds(self, store):
        store.enrol("ada", [sharp_image()])
        store.enrol("ada", [sharp_image(), sharp_image()])
        assert len(store.load("ada", "this")) == 3

    def test_people_are_listed_with_their_counts_also_without_references(self, store, tmp_path):
        store.enrol("ada", [grey(), grey()])
        CropStore(tmp_path).save("bob", CropKind.ANCHOR, grey())
        assert store.people() == [PersonSummary("ada", 2), PersonSummary("bob", 0)]

    def test_removing_takes_their_embeddings_along_and_nothing_else(self, store, tmp_path):
        crops = CropStore(tmp_path)
        crops.save("ada", CropKind.ANCHOR, grey())
        first, _ = store.enrol("ada", [grey(20), grey(220, 100, 100)])
        embeddings = tmp_path / "ada" / "verification_images" / EMBEDDINGS
        embeddings.write_bytes(b"what a network made of them")
        store.remove("ada", [first])
        assert not embeddings.exists()
        assert [round(crop.mean()) for crop in store.load("ada", "this").crops] == [220]
        assert crops.count("ada", CropKind.ANCHOR) == 1

    def test_what_a_person_has_already_is_a_problem_and_not_fresh(self, store, tmp_path):
        photographs = {f"{level}.jpg": smooth(level) for level in (100, 150)}
        (stored,) = store.enrol("ada", [photographs["100.jpg"]])
        found = ExtractedReferences(
            tuple(ExtractedReference(tmp_path / name, crop) for name, crop in photographs.items()), ()
        )
        fresh = store.only_new("ada", found, "this")
        assert [one.path.name for one in fresh.references] == ["150.jpg"]
        assert [str(one) for one in fresh.problems] == [f"{tmp_path / '100.jpg'}: It is already a reference."]
        stored.write_bytes(b"damaged")
        assert len(store.only_new("ada", found, "this").references) == 2

    @pytest.mark.parametrize("suffix", [".png", ".jpeg", ".JPG", ".PNG", ".webp", ".heic"])
    def test_pictures_of_every_kind_count(self, store, suffix):
        (path,) = store.enrol("ada", [sharp_image()])
        path.rename(path.with_suffix(suffix))
        assert store.people() == [PersonSummary("ada", 1)]
        assert len(store.load("ada", "this").crops) == 1

    def test_clearing_removes_them_all(self, store):
        store.enrol("ada", [grey()])
        store.clear("ada")
        assert len(store.load("ada", "this")) == 0

    def test_of_crops_that_cannot_all_be_kept_none_is(self, store, tmp_path, monkeypatch):
        store.enrol("ada", [grey()])
        before = tree(tmp_path)
        room = iter(range(2))

        def fsync(descriptor):
            if next(room, None) is None:
                raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "fsync", fsync)
        with pytest.raises(StoreError, match="Free some disk space"):
            store.enrol("ada", [grey(20), grey(40)])
        assert tree(tmp_path) == before

    def test_a_stranger_has_no_references(self, store):
        assert len(store.load("nobody", "this")) == 0
        assert store.people() == []

    def test_invalid_names_and_write_errors_are_reported(self, tmp_path):
        with pytest.raises(PersonNameError):
            ReferenceStore(tmp_path).enrol("../ada", [grey()])
        (tmp_path / "file").write_text("")
        with pytest.raises(StoreError, match="A file has the name of the folder"):
            ReferenceStore(tmp_path / "file").enrol("ada", [grey()])
