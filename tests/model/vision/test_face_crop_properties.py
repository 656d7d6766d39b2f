import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from model.vision.alignment import CROP_SIZE, TEMPLATE
from model.vision.face import Face
from model.vision.face_crop import MAX_ALIGNMENT_ERROR, SMALL_SIDE, find_faces
from model.vision.frame import Box
from tests.support.fakes import FakeFinder
from tests.support.strategies import place_template, rgb_images


class SharpEyes:
    """Finds the face that was placed, wherever the picture's margin has moved it to."""

    def __init__(self, landmarks, sides):
        self._landmarks, self._sides = landmarks, sides

    def find(self, image):
        margin = (image.shape[0] - self._sides[0]) // 2
        return [Face(Box(0, 0, 100, 100), (self._landmarks + margin).astype(np.float32), 1.0)]


@given(rgb_images(st.integers(60, 260)), st.floats(0.5, 2), st.floats(-0.5, 0.5), st.floats(0, 50))
def test_a_crop_of_a_crop_is_the_crop(image, scale, angle, place):
    landmarks = place_template(scale, angle, place, place)
    crop = find_faces(image, SharpEyes(landmarks, image.shape)).crops[0]
    assert crop.shape == (CROP_SIZE, CROP_SIZE, 3)
    np.testing.assert_array_equal(find_faces(crop, SharpEyes(TEMPLATE, crop.shape)).crops[0], crop)


@given(st.floats(0, 2 * MAX_ALIGNMENT_ERROR), st.floats(-np.pi, np.pi), rgb_images(st.just(CROP_SIZE)))
def test_only_misaligned_faces_are_aligned(distance, direction, image):
    shift = np.float32([np.cos(direction), np.sin(direction)]) * np.float32(distance)
    crop = find_faces(image, SharpEyes(TEMPLATE + shift, image.shape)).crops[0]
    if distance < MAX_ALIGNMENT_ERROR - 0.01:
        assert crop is image
    if distance > MAX_ALIGNMENT_ERROR + 0.01:
        assert crop is not image


@given(rgb_images(st.integers(1, 2 * SMALL_SIDE)))
def test_without_a_face_there_is_no_crop_of_any_image(image):
    assert find_faces(image, FakeFinder()).crops == []
