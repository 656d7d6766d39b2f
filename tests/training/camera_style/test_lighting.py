import numpy as np
import pytest

from tests.training.camera_style.synthetic_camera import textured
from training.camera_style.face_mask import ACROSS, FACE
from training.camera_style.lighting import MOST_GAIN, Light, light_of, relight

CROP = textured(1)[0]
OTHER = textured(1, seed=1, level=90, contrast=16)[0] * np.float32([1.2, 1.0, 0.7])


def test_the_colours_of_face_and_surroundings_are_told_apart():
    crop = np.where(FACE[..., np.newaxis] > 0.9, np.float32([200, 150, 100]), np.float32([20, 90, 160]))
    found = light_of(crop)
    np.testing.assert_allclose(found.means[0], [200, 150, 100], atol=5)
    np.testing.assert_allclose(found.means[1], [20, 90, 160], atol=12)


def test_spreads_are_covariances():
    found = light_of(np.random.default_rng(0).normal(120, [10, 20, 30], (100, 100, 3)))
    np.testing.assert_allclose(np.diagonal(found.covariances[0]), [100, 400, 900], rtol=0.15)
    assert abs(found.covariances[0, 0, 2]) < 30


@pytest.mark.parametrize("slope", [-60.0, 0.0, 25.0])
def test_the_side_the_light_comes_from_is_measured(slope):
    crop = 120 + np.tile((slope * ACROSS)[:, np.newaxis], (100, 1, 3))
    assert light_of(crop).slope == pytest.approx(slope, abs=0.5)


def test_a_crop_gets_the_light_of_another():
    wanted = light_of(OTHER)
    got = light_of(relight(CROP, wanted))
    np.testing.assert_allclose(got.means[0], wanted.means[0], atol=3)
    np.testing.assert_allclose(np.diagonal(got.covariances[0]), np.diagonal(wanted.covariances[0]), rtol=0.25)
    assert got.slope == pytest.approx(wanted.slope, abs=3)


def test_its_own_light_changes_nothing():
    np.testing.assert_allclose(relight(CROP, light_of(CROP)), CROP, atol=0.1)


def test_contrast_grows_only_so_far():
    own = light_of(CROP)
    lit = relight(CROP, Light(own.means, own.covariances * 100, own.slope))
    ratio = np.sqrt(light_of(lit).covariances[0, 0, 0] / own.covariances[0, 0, 0])
    assert ratio == pytest.approx(MOST_GAIN, rel=0.1)


def test_a_grey_picture_has_a_light_and_takes_another():
    grey = np.full((100, 100, 3), 128, np.float32)
    assert np.isfinite(relight(grey, light_of(OTHER))).all()
    assert np.isfinite(relight(OTHER, light_of(grey))).all()
