import numpy as np
import pytest

from model.vision.cascade.image_pyramid import normalise
from model.vision.cascade.patches import sample_patches


def slope(height: int = 60, width: int = 80) -> np.ndarray:
    """Red grows with x, green with y."""
    down, across = np.mgrid[:height, :width].astype(np.float32)
    return np.dstack([across, down, np.ones_like(down)])


@pytest.mark.parametrize("oversampling", [1, 2, 3])
def test_samples_span_the_box_from_edge_to_edge(oversampling: int) -> None:
    boxes = np.array([[8, 12, 40, 36], [0, 0, 80, 60]], np.float32)
    found = sample_patches(slope(), boxes, size=24, oversampling=oversampling)
    assert found.shape == (2, 24, 24, 3)
    rows, columns = slice(1, -1), slice(1, -1)
    for patch, (left, top, right, bottom) in zip(found, boxes, strict=True):
        across = np.linspace(left, right, 24)[columns] * 79 / 80
        down = np.linspace(top, bottom, 24)[rows] * 59 / 60
        np.testing.assert_allclose(patch[rows, columns, 0], np.tile(across, (22, 1)), atol=0.05)
        np.testing.assert_allclose(patch[rows, columns, 1], np.tile(down[:, None], (1, 22)), atol=0.05)


def test_beyond_the_image_is_grey() -> None:
    white = np.ones((50, 50, 3), np.float32)
    (patch,) = sample_patches(white, np.array([[-50, 0, 50, 50]], np.float32), size=11)
    assert (patch[:, :5] == 0).all()
    assert (patch[:, 5:] == 1).all()


def test_a_box_outside_the_image_is_grey() -> None:
    white = np.ones((50, 50, 3), np.float32)
    assert not sample_patches(white, np.array([[500, 500, 600, 600]], np.float32), size=24).any()


def test_oversampling_averages_detail() -> None:
    noise = np.random.default_rng(0).normal(0, 1, (400, 400, 3)).astype(np.float32)
    box = np.array([[10, 10, 390, 390]], np.float32)
    assert sample_patches(noise, box, 48, oversampling=3).std() < 0.6 * sample_patches(noise, box, 48).std()


def test_an_image_is_sampled_like_its_normalised_copy_up_to_rounding():
    image = np.random.default_rng(0).integers(0, 256, (90, 120, 3), np.uint8)
    boxes = np.array([[10, 10, 60, 60], [-30, -20, 40, 50], [90, 60, 150, 120]], np.float32)
    one_level = 1 / 128
    for oversampling in (1, 2):
        exact, rounded = (sample_patches(one, boxes, 24, oversampling) for one in (normalise(image), image))
        assert rounded.dtype == exact.dtype
        assert np.abs(rounded - exact).max() <= one_level
