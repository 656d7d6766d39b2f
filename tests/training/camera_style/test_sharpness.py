import cv2
import numpy as np
import pytest

from tests.training.camera_style.synthetic_camera import noisy, textured, to_uint8
from training.camera_style.noise import Noise
from training.camera_style.sharpness import MAX_GAIN, match_sharpness, measure_sharpness

NO_NOISE = Noise((0.0,) * 3, (0.3,) * 3)
SHARP = textured(1)[0]
LUMA = 0


def blurred(sigma: float) -> np.ndarray:
    return cv2.GaussianBlur(SHARP, (0, 0), sigma)


def test_blur_removes_the_finest_detail_first():
    left = measure_sharpness(blurred(1.0), NO_NOISE)[:, LUMA] / measure_sharpness(SHARP, NO_NOISE)[:, LUMA]
    assert left[0] < 0.2 < left[1] < left[2] < 1


@pytest.mark.parametrize("sigma", [0.7, 1.0, 1.5])
def test_a_sharp_crop_becomes_as_soft_as_a_blurred_one(sigma):
    soft = measure_sharpness(blurred(sigma), NO_NOISE)
    got = measure_sharpness(match_sharpness(textured(1, seed=5)[0], soft, NO_NOISE), NO_NOISE)
    np.testing.assert_allclose(np.log(got[1:, LUMA]), np.log(soft[1:, LUMA]), atol=0.35)
    assert got[0, LUMA] < 0.5 * measure_sharpness(SHARP, NO_NOISE)[0, LUMA]


def test_lost_detail_is_not_restored():
    blur = blurred(2.0)
    got = measure_sharpness(match_sharpness(blur, measure_sharpness(SHARP, NO_NOISE), NO_NOISE), NO_NOISE)
    assert (got <= 1.01 * MAX_GAIN * measure_sharpness(blur, NO_NOISE) + 0.05).all()
    assert got[0, LUMA] < 0.2 * measure_sharpness(SHARP, NO_NOISE)[0, LUMA]


def test_its_own_sharpness_changes_little():
    np.testing.assert_allclose(
        match_sharpness(SHARP, measure_sharpness(SHARP, NO_NOISE), NO_NOISE), SHARP, atol=2
    )


def test_noise_does_not_count_as_detail():
    known = Noise((6.0, 0.0, 0.0), (0.3,) * 3)
    soft = blurred(1.5)[np.newaxis]
    plain, grainy = (
        measure_sharpness(to_uint8(soft)[0], NO_NOISE),
        measure_sharpness(noisy(soft, 6.0)[0], known),
    )
    assert measure_sharpness(noisy(soft, 6.0)[0], NO_NOISE)[0, LUMA] > 5 * plain[0, LUMA]
    np.testing.assert_allclose(grainy[1:, LUMA], plain[1:, LUMA], rtol=0.25)
