import errno
import os
import shutil

import cv2
import numpy as np
import pytest

from app.crop_store import CropKind, CropStore
from app.people import PersonNameError
from app.reference_store import (
    EMBEDDINGS,
    EnrolledPerson,
    NoReferencesError,
    ReferenceStore,
    references_from_folder,
)
from app.store_error import StoreError
from model.vision.alignment import CROP_SIZE, TEMPLATE, align
from model.vision.face import Face
from model.vision.frame import Box
from model.vision.mtcnn import MtcnnFinder
from tests.fakes import FakeFinder, grey, lively, tree
from tests.portraits import COLLINS, HOPPER


@pytest.fixture(scope="module")
def finder():
    return MtcnnFinder()


@pytest.fixture
def store(tmp_path):
    return ReferenceStore(tmp_path)


def write(path, image):
    path.write_bytes(cv2.imencode(path.suffix, cv2.cvtColor(image, cv2.COLOR_RGB2BGR))[1].tobytes())


class TestStore:
    def test_enrolled_crops_are_loaded_in_their_order(self, store, tmp_path):
        crops = [grey(level, 100, 100) for level in (20, 120, 220)]
        paths = store.enrol("ada", crops)
        assert store.paths("ada") == paths
        assert paths[0].parent == tmp_path / "ada" / "verification_images"
        assert [round(crop.mean()) for crop in store.load("ada", "this").crops] == [20, 120, 220]

    def test_enrolling_again_adds(self, store):
        store.enrol("ada", [grey()])
        store.enrol("ada", [grey(), grey()])
        assert len(store.load("ada", "this")) == 3

    def test_people_are_listed_with_their_counts_also_without_references(self, store, tmp_path):
        store.enrol("ada", [grey(), grey()])
        CropStore(tmp_path).save("bob", CropKind.ANCHOR, grey())
        assert store.people() == [EnrolledPerson("ada", 2), EnrolledPerson("bob", 0)]

    def test_replacing_removes_the_references_and_nothing_else(self, store, tmp_path):
        crops = CropStore(tmp_path)
        crops.save("ada", CropKind.ANCHOR, grey())
        store.enrol("ada", [grey(20), grey(40)])
        embeddings = tmp_path / "ada" / "verification_images" / EMBEDDINGS
        embeddings.write_bytes(b"what a network made of them")
        store.replace("ada", [grey(220)])
        assert not embeddings.exists()
        assert [round(crop.mean()) for crop in store.load("ada", "this").crops] == [220]
        assert crops.count("ada", CropKind.ANCHOR) == 1

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
        for use in (store.enrol, store.replace):
            with pytest.raises(StoreError, match="Free some space"):
                use("ada", [grey(20), grey(40)])
            assert tree(tmp_path) == before

    def test_a_stranger_has_no_references(self, store):
        assert len(store.load("nobody", "this")) == 0
        assert store.people() == []

    def test_names_and_disks_that_will_not_do_are_told(self, tmp_path):
        with pytest.raises(PersonNameError):
            ReferenceStore(tmp_path).enrol("../ada", [grey()])
        (tmp_path / "file").write_text("")
        with pytest.raises(StoreError, match="may be written"):
            ReferenceStore(tmp_path / "file").enrol("ada", [grey()])


class TestFolder:
    def test_photographs_give_the_crops_that_live_frames_would(self, tmp_path, finder):
        shutil.copy(COLLINS.path, tmp_path)
        shutil.copy(HOPPER.path, tmp_path)
        found = references_from_folder(tmp_path, finder)
        expected = [
            align(image, finder.find(image)[0].landmarks) for image in (COLLINS.read(), HOPPER.read())
        ]
        assert found.problems == ()
        assert all(np.array_equal(crop, other) for crop, other in zip(found.crops, expected, strict=True))

    def test_crops_that_were_aligned_already_are_used_as_they_are(self, tmp_path, finder):
        image = COLLINS.read()
        crop = align(image, finder.find(image)[0].landmarks)
        write(tmp_path / "crop.png", crop)
        (reference,) = references_from_folder(tmp_path, finder).crops
        assert np.array_equal(reference, crop)

    def test_a_small_picture_that_is_all_face_is_aligned(self, tmp_path, finder):
        portrait = COLLINS.read()[40:170, 160:290]
        write(tmp_path / "face.png", cv2.resize(portrait, (CROP_SIZE, CROP_SIZE)))
        (reference,) = references_from_folder(tmp_path, finder).crops
        assert reference.shape == (CROP_SIZE, CROP_SIZE, 3)
        padded = cv2.copyMakeBorder(reference, 50, 50, 50, 50, cv2.BORDER_REPLICATE)
        landmarks = finder.find(padded)[0].landmarks - 50
        assert np.linalg.norm(landmarks - TEMPLATE, axis=1).mean() < 6

    def test_landmarks_are_told_apart_from_aligned_ones_by_their_distance(self, tmp_path):
        crop = lively()
        write(tmp_path / "crop.png", crop)
        for distance, unchanged in ((5.0, True), (7.0, False)):
            landmarks = TEMPLATE + np.float32(50 + distance / np.sqrt(2))
            finder = FakeFinder(Face(Box(50, 50, 100, 100), landmarks, 0.9))
            (reference,) = references_from_folder(tmp_path, finder).crops
            assert np.array_equal(reference, crop) is unchanged

    def test_pictures_that_give_no_reference_are_named(self, tmp_path, finder):
        shutil.copy(COLLINS.path, tmp_path / "1.png")
        write(tmp_path / "2.png", grey())
        (tmp_path / "3.png").write_text("not a picture")
        found = references_from_folder(tmp_path, finder)
        assert len(found.crops) == 1
        assert [(problem.path.name, problem.sentence) for problem in found.problems] == [
            ("2.png", "No face was found in it."),
            ("3.png", "It is not a picture that can be read. Use JPEG, PNG, WebP, HEIC, AVIF, BMP or TIFF."),
        ]

    def test_a_folder_without_pictures_is_refused_with_the_count(self, tmp_path):
        with pytest.raises(NoReferencesError, match="holds 0 pictures"):
            references_from_folder(tmp_path, FakeFinder())

    def test_a_folder_without_a_face_is_refused_with_count_and_example(self, tmp_path):
        for name in ("a.png", "b.png"):
            write(tmp_path / name, grey())
        with pytest.raises(NoReferencesError, match=r"None of the 2 pictures.*a\.png: No face"):
            references_from_folder(tmp_path, FakeFinder())

    def test_a_missing_folder_and_a_file_are_refused_by_name(self, tmp_path):
        with pytest.raises(FileNotFoundError, match="gone"):
            references_from_folder(tmp_path / "gone", FakeFinder())
        (tmp_path / "file").write_text("")
        with pytest.raises(NotADirectoryError, match="file is not a folder"):
            references_from_folder(tmp_path / "file", FakeFinder())
