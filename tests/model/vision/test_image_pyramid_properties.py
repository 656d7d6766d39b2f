import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from model.vision.image_pyramid import STEP, WINDOW, levels, normalised, scales
from tests.strategies import rgb_images

FACE_SIZES = st.one_of(st.floats(WINDOW, 400), st.integers(WINDOW, 400))


@given(st.integers(1, 4000), FACE_SIZES)
def test_every_size_of_face_is_within_a_step_of_the_window_at_some_level(shorter_side, min_face_size):
    assume(shorter_side >= min_face_size)
    filled = np.array(scales(shorter_side, min_face_size))
    assert (np.diff(filled) < 0).all()
    for size in np.linspace(min_face_size, shorter_side, 50):
        shares = size * filled / WINDOW
        assert ((shares > STEP) & (shares < 1 / STEP + 1e-6)).any(), size


@given(st.integers(1, 400), FACE_SIZES)
def test_a_picture_smaller_than_any_face_has_no_levels(shorter_side, min_face_size):
    assume(shorter_side < min_face_size)
    assert scales(shorter_side, min_face_size) == []


@given(rgb_images(), st.floats(WINDOW, 100), st.sampled_from([None, 4, 12]))
def test_no_level_is_smaller_than_the_window_nor_beyond_the_range_of_its_picture(image, min_face_size, ratio):
    picture = normalised(image)
    assert picture.min() >= -1 and picture.max() <= 1
    sides = [max(image.shape) + 1]
    for _, level in levels(picture, min_face_size, ratio):
        assert min(level.shape[:2]) >= WINDOW
        assert picture.min() - 1e-6 <= level.min() and level.max() <= picture.max() + 1e-6
        sides.append(max(level.shape[:2]))
    assert sides == sorted(sides, reverse=True)


@given(st.integers(WINDOW, 300))
def test_a_picture_as_large_as_the_smallest_face_has_a_level_of_one_window(side):
    picture = np.zeros((side, side, 3), np.float32)
    assert [level.shape for _, level in levels(picture, side)] == [(WINDOW, WINDOW, 3)]
