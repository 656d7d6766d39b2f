"""References from a folder of photographs, and from anchors."""

import shutil

import cv2
import numpy as np
import pytest

from app.references.group_photo import LARGEST, GroupChoice, like_other_photos
from app.references.photo_references import references_from_crops, references_from_folder
from app.references.rejection import NoReferencesError
from model.runtime.bundle import SHIPPED_BUNDLE, load_bundle
from model.vision.alignment import CROP_SIZE, TEMPLATE, align
from model.vision.face import Face
from model.vision.frame import Box
from model.vision.mtcnn import MtcnnFinder
from model.vision.orientation import rotate, rotation_words
from tests.support.fakes import FakeFinder, face_at, grey, sharp_image
from tests.support.portraits import COLLINS, HOPPER

UNTOLD = GroupChoice(lambda alone: lambda faces: None, "no face")


@pytest.fixture(scope="module")
def finder():
    return MtcnnFinder()


@pytest.fixture(scope="module")
def bundle():
    return load_bundle(SHIPPED_BUNDLE)


def write(path, image):
    path.write_bytes(cv2.imencode(path.suffix, cv2.cvtColor(image, cv2.COLOR_RGB2BGR))[1].tobytes())


def group():
    """Hopper, and Collins larger beside her."""
    hopper, collins = HOPPER.read(), cv2.resize(COLLINS.read(), None, fx=2.2, fy=2.2)
    picture = np.full((collins.shape[0], hopper.shape[1] + collins.shape[1], 3), 128, np.uint8)
    picture[: hopper.shape[0], : hopper.shape[1]] = hopper
    picture[:, hopper.shape[1] :] = collins
    return picture


def crop_of(portrait, finder):
    image = portrait.read()
    return align(image, finder.find(image)[0].landmarks)


def difference(crop, other):
    """In levels, on average."""
    return np.abs(crop.astype(int) - other).mean()


def told(found):
    return {problem.path.name: problem.sentence for problem in found.problems}


def test_a_photograph_on_its_side_is_rotated_and_reported(tmp_path, finder):
    write(tmp_path / "side.png", rotate(HOPPER.read(), 90))
    found = references_from_folder(tmp_path, finder, UNTOLD)
    assert difference(found.crops[0], crop_of(HOPPER, finder)) < 1
    assert found.remarks == [f"{tmp_path / 'side.png'}: {rotation_words(270)}"]


def test_photographs_give_the_crops_that_live_frames_would(tmp_path, finder):
    shutil.copy(COLLINS.path, tmp_path)
    shutil.copy(HOPPER.path, tmp_path)
    found = references_from_folder(tmp_path, finder, UNTOLD)
    expected = [align(image, finder.find(image)[0].landmarks) for image in (COLLINS.read(), HOPPER.read())]
    assert found.problems == ()
    assert all(np.array_equal(crop, other) for crop, other in zip(found.crops, expected, strict=True))


def test_crops_that_were_aligned_already_are_used_as_they_are(tmp_path, finder):
    image = COLLINS.read()
    crop = align(image, finder.find(image)[0].landmarks)
    write(tmp_path / "crop.png", crop)
    (reference,) = references_from_folder(tmp_path, finder, UNTOLD).crops
    assert np.array_equal(reference, crop)


def test_a_small_picture_that_is_all_face_is_aligned(tmp_path, finder):
    portrait = COLLINS.read()[40:170, 160:290]
    write(tmp_path / "face.png", cv2.resize(portrait, (CROP_SIZE, CROP_SIZE)))
    (reference,) = references_from_folder(tmp_path, finder, UNTOLD).crops
    assert reference.shape == (CROP_SIZE, CROP_SIZE, 3)
    padded = cv2.copyMakeBorder(reference, 50, 50, 50, 50, cv2.BORDER_REPLICATE)
    landmarks = finder.find(padded)[0].landmarks - 50
    assert np.linalg.norm(landmarks - TEMPLATE, axis=1).mean() < 6


def test_landmarks_count_as_aligned_by_their_distance_from_the_template(tmp_path):
    crop = sharp_image()
    write(tmp_path / "crop.png", crop)
    for distance, unchanged in ((5.0, True), (7.0, False)):
        landmarks = TEMPLATE + np.float32(50 + distance / np.sqrt(2))
        finder = FakeFinder(Face(Box(50, 50, 100, 100), landmarks, 0.9))
        (reference,) = references_from_folder(tmp_path, finder, UNTOLD).crops
        assert np.array_equal(reference, crop) is unchanged


def test_pictures_that_give_no_reference_are_named(tmp_path, finder):
    shutil.copy(COLLINS.path, tmp_path / "1.png")
    write(tmp_path / "2.png", grey())
    (tmp_path / "3.png").write_text("not a picture")
    found = references_from_folder(tmp_path, finder, UNTOLD)
    assert len(found.crops) == 1
    assert [(problem.path.name, problem.sentence) for problem in found.problems] == [
        ("2.png", "No face was found in it."),
        ("3.png", "It is not a picture, or is damaged. Use JPEG, PNG, WebP, HEIC, AVIF, BMP or TIFF."),
    ]


def test_a_folder_without_pictures_is_refused_with_the_count(tmp_path):
    with pytest.raises(NoReferencesError, match="contains no pictures"):
        references_from_folder(tmp_path, FakeFinder(), UNTOLD)


def test_a_folder_without_a_face_is_refused_with_count_and_example(tmp_path):
    for name in ("a.png", "b.png"):
        write(tmp_path / name, grey())
    with pytest.raises(NoReferencesError, match=r"None of the 2 pictures.*a\.png: No face"):
        references_from_folder(tmp_path, FakeFinder(), UNTOLD)


def test_a_missing_folder_and_a_file_are_refused_by_name(tmp_path):
    with pytest.raises(FileNotFoundError, match="gone"):
        references_from_folder(tmp_path / "gone", FakeFinder(), UNTOLD)
    (tmp_path / "file").write_text("")
    with pytest.raises(NotADirectoryError, match="file is not a folder"):
        references_from_folder(tmp_path / "file", FakeFinder(), UNTOLD)


def test_a_picture_with_several_faces_is_refused_by_name(tmp_path, finder):
    write(tmp_path / "group.png", group())
    with pytest.raises(
        NoReferencesError, match=r"group\.png cannot be used as a reference\. It shows 2 faces\."
    ):
        references_from_folder(tmp_path, finder, UNTOLD)
    shutil.copy(HOPPER.path, tmp_path)
    found = references_from_folder(tmp_path, finder, UNTOLD)
    assert [one.path.name for one in found.references] == [HOPPER.path.name]
    assert told(found) == {"group.png": "It shows 2 faces. Crop it to the person's face."}


def test_the_largest_of_several_faces_is_used_only_on_request_and_then_reported(tmp_path, finder):
    write(tmp_path / "group.png", group())
    (one,) = references_from_folder(tmp_path, finder, LARGEST).references
    assert one.remark == "It shows 2 faces: the largest was used."
    assert difference(one.crop, crop_of(COLLINS, finder)) < 30 < difference(one.crop, crop_of(HOPPER, finder))


def test_of_several_faces_the_one_in_the_other_pictures_is_used_and_reported(tmp_path, finder, bundle):
    write(tmp_path / "group.png", group())
    shutil.copy(HOPPER.path, tmp_path / "alone.jpg")
    found = references_from_folder(tmp_path, finder, like_other_photos(lambda: bundle))
    _, chosen = found.references
    assert chosen.remark == "It shows 2 faces: the one in the other photographs was used."
    hopper, collins = crop_of(HOPPER, finder), crop_of(COLLINS, finder)
    assert difference(chosen.crop, hopper) < 30 < difference(chosen.crop, collins)


@pytest.mark.slow
def test_where_the_other_pictures_do_not_decide_no_face_is_used(tmp_path, finder, bundle):
    choice = like_other_photos(lambda: bundle)
    write(tmp_path / "group.png", group())
    with pytest.raises(NoReferencesError, match="It shows 2 faces"):
        references_from_folder(tmp_path, finder, choice)
    for portrait in (HOPPER, COLLINS):
        shutil.copy(portrait.path, tmp_path)
    found = references_from_folder(tmp_path, finder, choice)
    assert len(found.references) == 2
    assert list(told(found)) == ["group.png"]


@pytest.mark.slow
def test_the_model_is_loaded_once_for_all_group_photos_and_not_without_one(tmp_path, finder, bundle):
    loads = []
    choice = like_other_photos(lambda: loads.append(bundle) or bundle)
    shutil.copy(HOPPER.path, tmp_path / "alone.jpg")
    references_from_folder(tmp_path, finder, choice)
    assert loads == []
    for name in ("group.png", "other-group.png"):
        write(tmp_path / name, group())
    references_from_folder(tmp_path, finder, choice)
    assert loads == [bundle]


def test_a_picture_that_is_there_twice_gives_one_reference(tmp_path, finder):
    shutil.copy(HOPPER.path, tmp_path / "a.jpg")
    shutil.copy(HOPPER.path, tmp_path / "b.jpg")
    found = references_from_folder(tmp_path, finder, UNTOLD)
    assert len(found.references) == 1
    assert told(found) == {"b.jpg": "It shows the same as a.jpg."}


def test_every_file_that_is_left_out_is_named_with_its_reason(tmp_path, finder):
    shutil.copy(HOPPER.path, tmp_path)
    for name in ("notes.txt", "clip.mp4", ".hidden.txt", "Thumbs.db"):
        (tmp_path / name).touch()
    for name in ("more", "folder.jpg"):
        (tmp_path / name).mkdir()
    reasons = told(references_from_folder(tmp_path, finder, UNTOLD))
    assert sorted(reasons) == ["clip.mp4", "folder.jpg", "more", "notes.txt"]
    assert reasons["more"] == "It is a folder. Pictures in subfolders are not used."
    assert reasons["notes.txt"].startswith("It is not a supported image file. Use JPEG")


def test_anchors_stay_as_they_are_and_photographs_among_them_are_cut_to_their_face(tmp_path, finder):
    write(tmp_path / "1.png", sharp_image())
    shutil.copy(HOPPER.path, tmp_path / "2.jpg")
    write(tmp_path / "3.png", grey())
    found = references_from_crops(sorted(tmp_path.iterdir()), lambda: finder)
    assert np.array_equal(found.crops[0], sharp_image())
    assert np.array_equal(found.crops[1], crop_of(HOPPER, finder))
    assert told(found) == {"3.png": "No face was found in it."}


def test_no_finder_is_made_for_crops(tmp_path):
    write(tmp_path / "1.png", sharp_image())
    found = references_from_crops([tmp_path / "1.png"], lambda: pytest.fail("a finder was made"))
    assert len(found.references) == 1


def test_anchors_of_which_none_can_be_used_are_refused(tmp_path):
    write(tmp_path / "1.png", grey(height=1, width=1))
    with pytest.raises(NoReferencesError, match=r"1\.png cannot be used as a reference"):
        references_from_crops([tmp_path / "1.png"], FakeFinder)
    write(tmp_path / "2.png", grey())
    with pytest.raises(NoReferencesError, match="It shows 2 faces"):
        references_from_crops([tmp_path / "2.png"], lambda: FakeFinder(face_at(), face_at(100)))


def test_a_picture_too_dark_for_a_face_is_reported_as_dark(tmp_path, finder):
    write(tmp_path / "dark.png", (HOPPER.read() * 0.05).astype(np.uint8))
    with pytest.raises(NoReferencesError, match="No face was found in it: it is too dark"):
        references_from_folder(tmp_path, finder, UNTOLD)
