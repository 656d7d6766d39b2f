import numpy as np
import pytest

from tests.training.camera_style.synthetic_camera import flat, noisy, textured, to_uint8
from training.camera_style.noise import Noise, add_noise, measure_noise

LUMA = 0


@pytest.mark.parametrize("deviation", [1.0, 3.0, 8.0])
@pytest.mark.parametrize("sigma", [0.0, 0.6, 0.8])
def test_known_noise_is_measured(deviation, sigma):
    found = measure_noise(noisy(flat(6), deviation, sigma))
    assert found.deviations[LUMA] == pytest.approx(deviation, rel=0.2)
    assert found.sigmas[LUMA] == pytest.approx(max(sigma, 0.3), abs=0.16)


def test_widely_correlated_noise_is_underestimated():
    found = measure_noise(noisy(flat(6), 8.0, 1.3))
    assert 0.3 * 8 < found.deviations[LUMA] < 8


def test_grey_noise_has_no_chroma():
    found = measure_noise(noisy(flat(6), 5.0))
    assert max(found.deviations[1:]) < 0.5


def test_edges_do_not_count_as_noise():
    """Squares of 25 pixels in two colours."""
    rows, columns = np.indices((100, 100)) // 25
    squares = np.where(((rows + columns) % 2)[..., np.newaxis], 60, 180) + np.zeros((1, 1, 1, 3))
    assert measure_noise(noisy(squares.astype(np.float32), 2.0)).deviations[LUMA] == pytest.approx(
        2, rel=0.25
    )


@pytest.mark.parametrize("sigma", [0.3, 0.8])
def test_missing_noise_is_added(sigma):
    wanted = Noise((4.0, 2.0, 0.0), (sigma,) * 3)
    rng = np.random.default_rng(0)
    got = measure_noise(to_uint8(np.stack([add_noise(crop, wanted, rng) for crop in flat(6)])))
    np.testing.assert_allclose(got.deviations[:2], wanted.deviations[:2], rtol=0.2)
    assert got.deviations[2] < 0.5
    assert got.sigmas[LUMA] == pytest.approx(sigma, abs=0.16)


def test_partial_noise_is_topped_up():
    rng = np.random.default_rng(0)
    half = noisy(flat(6), 3.0).astype(np.float32)
    got = measure_noise(to_uint8(np.stack([add_noise(c, Noise((5.0, 0, 0), (0.3,) * 3), rng) for c in half])))
    assert got.deviations[LUMA] == pytest.approx(5, rel=0.2)


def test_a_noisier_crop_does_not_change():
    crop = noisy(flat(1), 6.0)[0].astype(np.float32)
    rng = np.random.default_rng(0)
    np.testing.assert_array_equal(add_noise(crop, Noise((3.0, 0, 0), (0.3,) * 3), rng), crop)


def test_overexposed_and_featureless_crops_are_measured():
    for level in (0, 128, 255):
        crops = np.full((2, 100, 100, 3), level, np.uint8)
        assert measure_noise(crops).deviations == pytest.approx((0, 0, 0), abs=1e-3)
    assert np.isfinite(measure_noise(to_uint8(textured(2))).deviations).all()
