import numpy as np
import pytest

from tests.training.camera_style.synthetic_camera import textured, whole
from training.camera_style.jpeg_quality import quality_of
from training.data.jpeg import recompress

CROPS = whole(textured(5))


@pytest.mark.parametrize("quality", [50, 75, 85, 90, 95, 97])
def test_the_quality_is_found(quality):
    assert quality_of(np.stack([recompress(crop, quality) for crop in CROPS])) == quality


def test_crops_that_were_never_stored_have_none():
    assert quality_of(CROPS) is None


def test_storage_that_was_turned_afterwards_leaves_no_trace():
    stored = np.stack([recompress(crop, 60) for crop in CROPS])
    moved = (stored[:, :-1, :-1] / 2 + stored[:, 1:, 1:] / 2).round().astype(np.uint8)
    assert quality_of(np.pad(moved, ((0, 0), (0, 1), (0, 1), (0, 0)), mode="edge")) is None


def test_stored_crops_stay_rgb():
    red = np.zeros((100, 100, 3), np.uint8)
    red[..., 0] = 200
    np.testing.assert_allclose(recompress(red, 95)[50, 50], [200, 0, 0], atol=3)
