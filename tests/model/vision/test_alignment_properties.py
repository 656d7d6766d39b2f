import contextlib

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from model.vision.alignment import CROP_SIZE, TEMPLATE, align, share_outside, similarity_transform
from tests.support.strategies import loose_landmarks, place_template, placed_landmarks, rgb_images

NUDGES = st.floats(-0.01, 0.01)


@given(st.floats(0.1, 20), st.floats(-np.pi, np.pi), st.floats(-1000, 3000), st.floats(-1000, 3000))
def test_rotation_scale_and_translation_are_undone(scale, angle, left, top):
    landmarks = place_template(scale, angle, left, top)
    matrix = similarity_transform(landmarks, TEMPLATE)
    turn = np.exp(-1j * angle) / scale
    np.testing.assert_allclose(matrix[0, 0] + 1j * matrix[1, 0], turn, rtol=1e-2)
    np.testing.assert_allclose(matrix @ [left, top, 1], [0, 0], atol=0.05)


@given(loose_landmarks(), NUDGES, NUDGES, NUDGES, NUDGES)
def test_no_other_similarity_transform_fits_better(landmarks, turn, stretch, across, down):
    matrix = similarity_transform(landmarks, TEMPLATE)
    nudged = matrix + np.array([[stretch, -turn, across], [turn, stretch, down]])
    assert _distance(matrix, landmarks) <= _distance(nudged, landmarks) + 1e-6


def _distance(matrix, landmarks):
    brought = landmarks @ matrix[:, :2].T + matrix[:, 2]
    return np.square(brought - TEMPLATE).sum()


@given(rgb_images(), st.one_of(placed_landmarks(), loose_landmarks()))
def test_a_crop_stays_within_the_range_of_its_image(image, landmarks):
    crop = align(image, landmarks)
    assert (crop.shape, crop.dtype) == ((CROP_SIZE, CROP_SIZE, 3), np.uint8)
    darkest, brightest = image.min(axis=(0, 1)), image.max(axis=(0, 1))
    assert (crop >= darkest).all() and (crop <= brightest).all()


@given(rgb_images(st.integers(80, 250)), st.floats(0.4, 0.95), st.floats(-np.pi, np.pi))
def test_rotating_image_and_landmarks_gives_the_same_crop(image, scale, angle):
    landmarks = place_template(scale, angle, 60, 60)
    turned = np.stack([image.shape[0] - 1 - landmarks[:, 1], landmarks[:, 0]], axis=1)
    difference = align(image, landmarks).astype(int) - align(
        np.ascontiguousarray(np.rot90(image, -1)), turned
    )
    assert np.abs(difference).mean() < 1.5


@given(arrays.arrays(np.float32, (5, 2), elements=st.floats(width=32)))
@example(TEMPLATE * np.float32(1e20))
@example(TEMPLATE + np.float32(1e20))
@example(TEMPLATE * np.float32(1e-20))
def test_any_landmarks_give_a_crop_or_are_refused(landmarks):
    image = np.full((40, 30, 3), 7, np.uint8)
    with np.errstate(invalid="ignore"), contextlib.suppress(ValueError):
        crop = align(image, landmarks)
        assert crop.shape == (CROP_SIZE, CROP_SIZE, 3)
        assert (crop == 7).all() or np.abs(landmarks).max() > 1e6


@given(st.floats(0.2, 3), st.floats(-np.pi, np.pi), st.floats(-50, 350), st.floats(-50, 350))
def test_a_crop_has_a_share_outside_where_a_corner_lies_outside(scale, angle, x, y):
    landmarks = place_template(scale, angle, x, y)
    whole = (slice(0, CROP_SIZE, 3), slice(0, CROP_SIZE, 3))
    matrix = similarity_transform(landmarks, TEMPLATE)
    corners = np.linalg.solve(matrix[:, :2], np.float64([[0, 99, 0, 99], [0, 0, 99, 99]]) - matrix[:, 2:])
    outside = share_outside(landmarks, (300, 300), whole)
    if (corners >= 1).all() and (corners <= 298).all():
        assert outside == 0
    if (corners < -4).any() or (corners > 303).any():
        assert outside > 0
