"""Sharpness: the strength of a face's detail, from fine to coarse, in luma and chroma.

Detail is split into frequency bands, differences of Gaussian blurs (Burt and Adelson 1983). Weakening the
fine bands blurs. Strengthening them, as cameras do themselves, raises the contrast of visible detail, by a
factor of at most MAX_GAIN; it restores none that is lost.
"""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from training.camera_style.face_mask import STRIDE, ZONE_WEIGHTS
from training.camera_style.noise import Noise, impulse_response
from training.camera_style.ycrcb import rgb_to_ycrcb, ycrcb_to_rgb

BLUR_SIGMAS, BLUR_RADIUS_SIGMAS = (0.6, 1.2, 2.4), 2.5
"""Pixels: a band lies between one blur and the next. The radius of a blur's kernel, in sigmas."""

MIN_GAIN, MAX_GAIN = 0.1, np.array([2, 1, 1], np.float32)
"""Of luma and chroma. Chroma is only ever weakened: stronger, it would show spots."""

MIN_SIGNAL_SHARE = 0.1
"""The share of a band's power that never counts as noise."""

MIN_DEVIATION = 0.05
"""Levels, so that an empty band has a gain too."""

BandDeviations = NDArray[np.float32]
"""(bands, 3), the finest band first: standard deviations of YCrCb in levels of 256, without the noise."""


def measure_sharpness(crop: NDArray[np.generic], noise: Noise) -> BandDeviations:
    """Of (100, 100, 3) RGB in levels of 256 that holds this ``noise``."""
    bands, _ = _split_bands(rgb_to_ycrcb(crop.astype(np.float32)))
    return _signal_deviations(bands, noise)


def match_sharpness(crop: NDArray[np.float32], target: BandDeviations, noise: Noise) -> NDArray[np.float32]:
    """Scale the bands of an RGB crop with this ``noise`` to ``target``, within the limits of the gains."""
    bands, image = _split_bands(rgb_to_ycrcb(crop))
    gains = (target / (_signal_deviations(bands, noise) + MIN_DEVIATION)).clip(MIN_GAIN, MAX_GAIN)
    for band, gain in zip(bands, gains, strict=True):
        image = image + cv2.transform(band, np.diag(gain))
    return ycrcb_to_rgb(image)


def _split_bands(image: NDArray[np.float32]) -> tuple[list[NDArray[np.float32]], NDArray[np.float32]]:
    """The bands, and the image after the last blur."""
    bands = []
    for sigma in BLUR_SIGMAS:
        size = 2 * round(BLUR_RADIUS_SIGMAS * sigma) + 1
        blurred: NDArray[np.float32] = np.asarray(cv2.GaussianBlur(image, (size, size), sigma), np.float32)
        bands.append(np.asarray(image - blurred))
        image = blurred
    return bands, image


def _signal_deviations(bands: list[NDArray[np.float32]], noise: Noise) -> BandDeviations:
    sampled = [np.square(band[::STRIDE, ::STRIDE]).reshape(-1, 3) for band in bands]
    power = np.stack([ZONE_WEIGHTS[0] @ squares for squares in sampled])
    noise_power = _noise_power_shares(noise.sigmas) * np.array(noise.deviations, np.float32) ** 2
    return np.asarray(np.sqrt(np.maximum(power - noise_power, MIN_SIGNAL_SHARE * power)), np.float32)


@lru_cache
def _noise_power_shares(sigmas: tuple[float, ...]) -> NDArray[np.float32]:
    """(bands, 3): the share of the noise's power in each band."""
    bands, _ = _split_bands(np.dstack([impulse_response(sigma) for sigma in sigmas]))
    return np.stack([np.square(band).sum(axis=(0, 1)) for band in bands])
