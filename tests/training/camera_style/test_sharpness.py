import cv2
import numpy as np
import pytest

from tests.training.camera_style.synthetic_camera import noisy, textured, whole
from training.camera_style.noise import Noise
from training.camera_style.sharpness import MOST_GAIN, detail_of, redetail

QUIET = Noise((0.0,) * 3, (0.3,) * 3)
SHARP = textured(1)[0]
LUMA = 0


def blurred(sigma: float) -> np.ndarray:
    return cv2.GaussianBlur(SHARP, (0, 0), sigma)


def test_blur_takes_the_finest_detail_first():
    left = detail_of(blurred(1.0), QUIET)[:, LUMA] / detail_of(SHARP, QUIET)[:, LUMA]
    assert left[0] < 0.2 < left[1] < left[2] < 1


@pytest.mark.parametrize("sigma", [0.7, 1.0, 1.5])
def test_a_sharp_crop_becomes_as_soft_as_a_blurred_one(sigma):
    soft = detail_of(blurred(sigma), QUIET)
    got = detail_of(redetail(textured(1, seed=5)[0], soft, QUIET), QUIET)
    np.testing.assert_allclose(np.log(got[1:, LUMA]), np.log(soft[1:, LUMA]), atol=0.35)
    assert got[0, LUMA] < 0.5 * detail_of(SHARP, QUIET)[0, LUMA]


def test_what_is_not_there_does_not_come_back():
    blur = blurred(2.0)
    got = detail_of(redetail(blur, detail_of(SHARP, QUIET), QUIET), QUIET)
    assert (got <= 1.01 * MOST_GAIN * detail_of(blur, QUIET) + 0.05).all()
    assert got[0, LUMA] < 0.2 * detail_of(SHARP, QUIET)[0, LUMA]


def test_its_own_detail_changes_little():
    np.testing.assert_allclose(redetail(SHARP, detail_of(SHARP, QUIET), QUIET), SHARP, atol=2)


def test_noise_is_no_detail():
    known = Noise((6.0, 0.0, 0.0), (0.3,) * 3)
    soft = blurred(1.5)[np.newaxis]
    plain, grainy = detail_of(whole(soft)[0], QUIET), detail_of(noisy(soft, 6.0)[0], known)
    assert detail_of(noisy(soft, 6.0)[0], QUIET)[0, LUMA] > 5 * plain[0, LUMA]
    np.testing.assert_allclose(grainy[1:, LUMA], plain[1:, LUMA], rtol=0.25)
