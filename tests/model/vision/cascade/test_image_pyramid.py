from itertools import pairwise

import numpy as np
import pytest

from model.vision.cascade.image_pyramid import (
    SCALE_FACTOR,
    WINDOW_SIZE,
    normalise,
    pyramid_levels,
    pyramid_scales,
)


def test_normalised_values() -> None:
    image = np.array([[[0, 127, 255]]], np.uint8)
    picture = normalise(image)
    assert picture.dtype == np.float32
    np.testing.assert_allclose(picture, [[[-127.5 / 128, -0.5 / 128, 127.5 / 128]]], rtol=1e-6)


def test_reversed_views_are_normalised() -> None:
    image = np.random.default_rng(0).integers(0, 256, (8, 8, 3), dtype=np.uint8)
    np.testing.assert_array_equal(normalise(image[..., ::-1]), normalise(image)[..., ::-1])


@pytest.mark.parametrize("min_face_size", [13, 20, 60, 100.5])
def test_scales_reach_from_the_smallest_face_to_the_whole_image(min_face_size: float) -> None:
    found = pyramid_scales(480, min_face_size)
    assert found[0] == pytest.approx(WINDOW_SIZE / min_face_size)
    assert all(after / before == pytest.approx(SCALE_FACTOR) for before, after in pairwise(found))
    assert 480 * found[-1] >= WINDOW_SIZE > 480 * found[-1] * SCALE_FACTOR


@pytest.mark.parametrize(
    ("shorter_side", "min_face_size", "count"),
    [(59, 60, 0), (60, 60, 1), (11, 5, 0), (12, 12, 1), (0, 20, 0)],
)
def test_images_smaller_than_a_face_have_no_scale(
    shorter_side: int, min_face_size: float, count: int
) -> None:
    assert len(pyramid_scales(shorter_side, min_face_size)) == count


def test_levels_are_averaged() -> None:
    picture = np.zeros((480, 640, 3), np.float32)
    picture[:, 320:] = 1
    for scale, level in pyramid_levels(picture, min_face_size=20):
        assert level.shape == (int(480 * scale), int(640 * scale), 3)
        assert level.mean() == pytest.approx(0.5, abs=1e-3)
        np.testing.assert_allclose(level[:, [0, -1]], np.tile([[0], [1]], (len(level), 1, 3)), atol=1e-6)
