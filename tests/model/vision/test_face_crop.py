import cv2
import numpy as np
import pytest

from model.vision import face_crop
from model.vision.face_crop import NoCropError, find_faces, only_face, stored_crop
from model.vision.mtcnn import MtcnnFinder
from tests.support.fakes import FakeFinder, face_at, grey, lively
from tests.support.portraits import COLLINS

PHOTO = COLLINS.read()


class SizeOfSearch(FakeFinder):
    """Remembers how large the largest picture was that it searched, in pixels."""

    largest = 0

    def find(self, image):
        self.largest = max(self.largest, image.shape[0] * image.shape[1])
        return super().find(image)


def test_a_large_photograph_is_shrunk_to_be_searched_and_its_crop_is_as_sharp(monkeypatch):
    large, finder = cv2.resize(PHOTO, None, fx=2, fy=2), MtcnnFinder()
    whole = find_faces(large, finder)
    monkeypatch.setattr(face_crop, "MOST_SEARCHED_PIXELS", 512 * 512)
    shrunk = find_faces(large, finder)
    assert shrunk.wider.shape == large.shape
    assert np.abs(shrunk.faces[0].landmarks - whole.faces[0].landmarks).max() < 4
    assert np.abs(shrunk.crops[0].astype(int) - whole.crops[0]).mean() < 8


@pytest.mark.parametrize("shape", [(4000, 6000), (6000, 4000), (32_000, 900), (3000, 2600)])
def test_no_more_is_searched_than_a_laptop_can_bear(shape):
    finder = SizeOfSearch()
    assert find_faces(grey(90, *shape), finder).faces == []
    assert 0 < finder.largest <= 1.01 * face_crop.MOST_SEARCHED_PIXELS


def test_a_crop_needs_no_finder_and_any_other_picture_is_cut_to_its_only_face():
    assert np.array_equal(stored_crop(lively(), lambda: pytest.fail("a finder was made")), lively())
    assert stored_crop(PHOTO, MtcnnFinder).shape == (100, 100, 3)


@pytest.mark.parametrize(
    ("image", "faces", "words"),
    [
        (grey(), (), "No face was found in it."),
        (grey(3), (), "No face was found in it: it is too dark."),
        (grey(), (face_at(), face_at(100)), "It shows 2 faces. Cut it to the person's face."),
    ],
    ids=["none", "dark", "several"],
)
def test_why_a_picture_gives_no_crop_is_a_sentence(image, faces, words):
    with pytest.raises(NoCropError) as error:
        only_face(image, FakeFinder(*faces))
    assert str(error.value) == words
