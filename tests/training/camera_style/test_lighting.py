import numpy as np
import pytest

from tests.training.camera_style.synthetic_camera import textured
from training.camera_style.face_mask import COLUMN_OFFSETS, FACE_MASK
from training.camera_style.lighting import MAX_GAIN, Lighting, match_lighting, measure_lighting

CROP = textured(1)[0]
OTHER = textured(1, seed=1, level=90, contrast=16)[0] * np.float32([1.2, 1.0, 0.7])


def test_face_and_surroundings_are_measured_separately():
    crop = np.where(FACE_MASK[..., np.newaxis] > 0.9, np.float32([200, 150, 100]), np.float32([20, 90, 160]))
    found = measure_lighting(crop)
    np.testing.assert_allclose(found.means[0], [200, 150, 100], atol=5)
    np.testing.assert_allclose(found.means[1], [20, 90, 160], atol=12)


def test_covariances_are_measured():
    found = measure_lighting(np.random.default_rng(0).normal(120, [10, 20, 30], (100, 100, 3)))
    np.testing.assert_allclose(np.diagonal(found.covariances[0]), [100, 400, 900], rtol=0.15)
    assert abs(found.covariances[0, 0, 2]) < 30


@pytest.mark.parametrize("slope", [-60.0, 0.0, 25.0])
def test_the_slope_of_the_light_is_measured(slope):
    crop = 120 + np.tile((slope * COLUMN_OFFSETS)[:, np.newaxis], (100, 1, 3))
    assert measure_lighting(crop).slope == pytest.approx(slope, abs=0.5)


def test_a_crop_gets_the_lighting_of_another():
    target = measure_lighting(OTHER)
    matched = measure_lighting(match_lighting(CROP, target))
    np.testing.assert_allclose(matched.means[0], target.means[0], atol=3)
    np.testing.assert_allclose(
        np.diagonal(matched.covariances[0]), np.diagonal(target.covariances[0]), rtol=0.25
    )
    assert matched.slope == pytest.approx(target.slope, abs=3)


def test_its_own_lighting_changes_nothing():
    np.testing.assert_allclose(match_lighting(CROP, measure_lighting(CROP)), CROP, atol=0.1)


def test_the_gain_is_limited():
    own = measure_lighting(CROP)
    lit = match_lighting(CROP, Lighting(own.means, own.covariances * 100, own.slope))
    ratio = np.sqrt(measure_lighting(lit).covariances[0, 0, 0] / own.covariances[0, 0, 0])
    assert ratio == pytest.approx(MAX_GAIN, rel=0.1)


def test_a_grey_image_has_a_lighting_and_takes_another():
    grey = np.full((100, 100, 3), 128, np.float32)
    assert np.isfinite(match_lighting(grey, measure_lighting(OTHER))).all()
    assert np.isfinite(match_lighting(OTHER, measure_lighting(grey))).all()
