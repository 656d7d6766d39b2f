"""Sharpness: how strong the detail of a face is, from fine to coarse, in brightness and in colour.

Bands of detail are differences of Gaussian blurs (Burt and Adelson 1983). Weakening the fine ones blurs.
Strengthening them, as cameras do themselves, raises the contrast of what a picture shows, at most MOST_GAIN
times; what it does not show does not come back.
"""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from training.camera_style.face_mask import STEP, ZONES
from training.camera_style.noise import Noise, energy_of_one
from training.camera_style.ycrcb import opponents_of, rgb_of

BLURS, REACH = (0.6, 1.2, 2.4), 2.5
"""Standard deviations in pixels: a band is what lies between one blur and the next. How many of them a blur
looks at."""

LEAST_GAIN, MOST_GAIN = 0.1, np.array([2, 1, 1], np.float32)
"""Of luma and of colours, whose detail is only ever weakened: stronger, it would be spots."""

LEAST_SIGNAL = 0.1
"""The share of a band's power that is never taken for noise."""

FAINTEST = 0.05
"""Levels, so that a band without anything in it has a gain, too."""


def detail_of(crop: NDArray[np.generic], noise: Noise) -> NDArray[np.float32]:
    """(bands, 3), the finest first: deviations of YCrCb of (100, 100, 3) RGB, in levels of 256, less those of
    the noise in it."""
    return _deviations(_bands(opponents_of(crop.astype(np.float32)))[0], noise)


def redetail(crop: NDArray[np.float32], wanted: NDArray[np.float32], noise: Noise) -> NDArray[np.float32]:
    """An RGB crop that has that ``noise``, its bands as strong as ``wanted`` as far as gains go."""
    bands, changed = _bands(opponents_of(crop))
    gains = (wanted / (_deviations(bands, noise) + FAINTEST)).clip(LEAST_GAIN, MOST_GAIN)
    for band, gain in zip(bands, gains, strict=True):
        changed = changed + cv2.transform(band, np.diag(gain))
    return rgb_of(changed)


def _bands(image: NDArray[np.float32]) -> tuple[list[NDArray[np.float32]], NDArray[np.float32]]:
    """The bands, and what is left after the last blur."""
    bands = []
    for sigma in BLURS:
        size = 2 * round(REACH * sigma) + 1
        blurred: NDArray[np.float32] = np.asarray(cv2.GaussianBlur(image, (size, size), sigma), np.float32)
        bands.append(np.asarray(image - blurred))
        image = blurred
    return bands, image


def _deviations(bands: list[NDArray[np.float32]], noise: Noise) -> NDArray[np.float32]:
    """(bands, 3), less those of the noise."""
    power = np.stack([ZONES[0] @ np.square(band[::STEP, ::STEP]).reshape(-1, 3) for band in bands])
    of_noise = _shares(noise.reaches) * np.array(noise.deviations, np.float32) ** 2
    return np.asarray(np.sqrt(np.maximum(power - of_noise, LEAST_SIGNAL * power)), np.float32)


@lru_cache
def _shares(reaches: tuple[float, ...]) -> NDArray[np.float32]:
    """(bands, 3): how much of its power noise has in each band."""
    bands, _ = _bands(np.dstack([energy_of_one(reach) for reach in reaches]))
    return np.stack([np.square(band).sum(axis=(0, 1)) for band in bands])
