import cv2
import numpy as np
import pytest

from model.vision import face_crop
from model.vision.face_crop import NoCropError, crop_or_single_face, find_faces, single_face
from model.vision.mtcnn import MtcnnFinder
from tests.support.fakes import FakeFinder, face_at, grey, sharp_image
from tests.support.portraits import COLLINS

PHOTO = COLLINS.read()


class SizeOfSearch(FakeFinder):
    """Remembers how large the largest picture was that it searched, in pixels."""

    largest = 0

    def find(self, image):
        self.largest = max(self.largest, image.shape[0] * image.shape[1])
        return super().find(image)


def test_a_large_photograph_is_searched_small_and_cropped_at_full_resolution(monkeypatch):
    large, finder = cv2.resize(PHOTO, None, fx=2, fy=2), MtcnnFinder()
    whole = find_faces(large, finder)
    monkeypatch.setattr(face_crop, "MAX_SEARCHED_PIXELS", 512 * 512)
    shrunk = find_faces(large, finder)
    assert shrunk.extended.shape == large.shape
    assert np.abs(shrunk.faces[0].landmarks - whole.faces[0].landmarks).max() < 4
    assert np.abs(shrunk.crops[0].astype(int) - whole.crops[0]).mean() < 8


@pytest.mark.slow
@pytest.mark.parametrize("shape", [(4000, 6000), (6000, 4000), (32_000, 900), (3000, 2600)])
def test_searched_images_have_at_most_the_maximum_of_pixels(shape):
    finder = SizeOfSearch()
    assert find_faces(grey(90, *shape), finder).faces == []
    assert 0 < finder.largest <= 1.01 * face_crop.MAX_SEARCHED_PIXELS


def test_a_crop_is_kept_and_any_other_image_is_cut_to_its_only_face():
    assert np.array_equal(
        crop_or_single_face(sharp_image(), lambda: pytest.fail("a finder was made")), sharp_image()
    )
    assert crop_or_single_face(PHOTO, MtcnnFinder).shape == (100, 100, 3)


@pytest.mark.parametrize(
    ("image", "faces", "words"),
    [
        (grey(), (), "No face was found in it."),
        (grey(3), (), "No face was found in it: it is too dark."),
        (grey(), (face_at(), face_at(100)), "It shows 2 faces. Crop it to the person's face."),
    ],
    ids=["none", "dark", "several"],
)
def test_the_reason_for_no_crop_is_a_sentence(image, faces, words):
    with pytest.raises(NoCropError) as error:
        single_face(image, FakeFinder(*faces))
    assert str(error.value) == words
