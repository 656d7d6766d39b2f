import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from model.vision.cascade.image_pyramid import (
    SCALE_FACTOR,
    WINDOW_SIZE,
    normalise,
    pyramid_levels,
    pyramid_scales,
)
from tests.support.strategies import rgb_images

FACE_SIZES = st.one_of(st.floats(WINDOW_SIZE, 400), st.integers(WINDOW_SIZE, 400))


@given(st.integers(1, 4000), FACE_SIZES)
def test_every_face_size_fits_the_window_at_some_scale(shorter_side, min_face_size):
    assume(shorter_side >= min_face_size)
    filled = np.array(pyramid_scales(shorter_side, min_face_size))
    assert (np.diff(filled) < 0).all()
    for size in np.linspace(min_face_size, shorter_side, 50):
        shares = size * filled / WINDOW_SIZE
        assert ((shares > SCALE_FACTOR) & (shares < 1 / SCALE_FACTOR + 1e-6)).any(), size


@given(st.integers(1, 400), FACE_SIZES)
def test_an_image_smaller_than_any_face_has_no_scales(shorter_side, min_face_size):
    assume(shorter_side < min_face_size)
    assert pyramid_scales(shorter_side, min_face_size) == []


@given(rgb_images(), st.floats(WINDOW_SIZE, 100), st.sampled_from([None, 4, 12]))
def test_levels_are_never_smaller_than_the_window_nor_out_of_range(image, min_face_size, ratio):
    picture = normalise(image)
    assert picture.min() >= -1 and picture.max() <= 1
    sides = [max(image.shape) + 1]
    for _, level in pyramid_levels(picture, min_face_size, ratio):
        assert min(level.shape[:2]) >= WINDOW_SIZE
        assert picture.min() - 1e-6 <= level.min() and level.max() <= picture.max() + 1e-6
        sides.append(max(level.shape[:2]))
    assert sides == sorted(sides, reverse=True)


@given(st.integers(WINDOW_SIZE, 300))
def test_an_image_of_the_smallest_face_size_has_one_level_of_one_window(side):
    picture = np.zeros((side, side, 3), np.float32)
    assert [level.shape for _, level in pyramid_levels(picture, side)] == [(WINDOW_SIZE, WINDOW_SIZE, 3)]
