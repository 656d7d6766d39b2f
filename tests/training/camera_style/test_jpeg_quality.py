import numpy as np
import pytest

from model.vision.image_file import recompress
from tests.training.camera_style.synthetic_camera import textured, to_uint8
from training.camera_style.jpeg_quality import estimate_jpeg_quality

CROPS = to_uint8(textured(5))


@pytest.mark.parametrize("quality", [50, 75, 85, 90, 95, 97])
def test_the_quality_is_estimated(quality):
    assert estimate_jpeg_quality(np.stack([recompress(crop, quality) for crop in CROPS])) == quality


def test_uncompressed_crops_have_no_quality():
    assert estimate_jpeg_quality(CROPS) is None


def test_compression_before_a_resampling_leaves_no_trace():
    compressed = np.stack([recompress(crop, 60) for crop in CROPS])
    shifted = (compressed[:, :-1, :-1] / 2 + compressed[:, 1:, 1:] / 2).round().astype(np.uint8)
    assert estimate_jpeg_quality(np.pad(shifted, ((0, 0), (0, 1), (0, 1), (0, 0)), mode="edge")) is None


def test_recompressed_crops_stay_rgb():
    red = np.zeros((100, 100, 3), np.uint8)
    red[..., 0] = 200
    np.testing.assert_allclose(recompress(red, 95)[50, 50], [200, 0, 0], atol=3)
