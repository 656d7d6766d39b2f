"""Sharpness: how strong detail is, from fine to coarse, in brightness and colour, of a face and behind it.

Bands of detail are differences of Gaussian blurs (Burt and Adelson 1983). Weakening the fine ones blurs.
Strengthening them, as cameras do themselves, raises the contrast of what a picture shows, at most MOST_GAIN
times; what it does not show does not come back.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from training.look.noise import Noise
from training.look.zones import FACE, STEP, ZONES

BLURS = (0.6, 1.2, 2.4)
"""Standard deviations in pixels: a band is what lies between one blur and the next."""

LEAST_GAIN, MOST_GAIN = 0.1, np.float32([2, 1, 1])
"""Of luma and of colours, whose detail is only ever weakened: stronger, it would be spots."""

LEAST_SIGNAL = 0.1
"""The share of a band's power that is never taken for noise."""

FAINTEST = 0.05
"""Levels, so that a band without anything in it has a gain, too."""


def detail_of(crop: NDArray[np.generic], noise: Noise) -> NDArray[np.float32]:
    """(2, bands, 3), the face's first, the finest band first: deviations of YCrCb of (100, 100, 3) RGB, in
    levels of 256, less those of the noise."""
    power = _powers(_bands(_opponents(crop.astype(np.float32)))[0])
    less = np.maximum(power - _noise_powers(noise), LEAST_SIGNAL * power)
    return np.asarray(np.sqrt(less), np.float32)


def redetail(crop: NDArray[np.float32], wanted: NDArray[np.float32]) -> NDArray[np.float32]:
    """An RGB crop whose bands are as strong as ``wanted``, as far as gains go."""
    bands, rest = _bands(_opponents(crop))
    gains = wanted / (np.sqrt(_powers(bands)) + FAINTEST)
    face, behind = gains.clip(LEAST_GAIN, MOST_GAIN)
    changed = rest
    for band, in_face, elsewhere in zip(bands, face, behind, strict=True):
        changed = changed + band * (elsewhere + FACE[..., np.newaxis] * (in_face - elsewhere))
    return np.asarray(cv2.cvtColor(changed, cv2.COLOR_YCrCb2RGB))


def _opponents(crop: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(cv2.cvtColor(crop, cv2.COLOR_RGB2YCrCb))


def _bands(image: NDArray[np.float32]) -> tuple[list[NDArray[np.float32]], NDArray[np.float32]]:
    """The bands, and what is left after the last blur."""
    bands = []
    for sigma in BLURS:
        blurred = np.asarray(cv2.GaussianBlur(image, (0, 0), sigma))
        bands.append(image - blurred)
        image = blurred
    return bands, image


def _powers(bands: list[NDArray[np.float32]]) -> NDArray[np.float32]:
    """(2, bands, 3)."""
    squares = np.stack([band[::STEP, ::STEP].reshape(-1, 3) ** 2 for band in bands])
    return np.einsum("zp,bpc->zbc", ZONES, squares)


def _noise_powers(noise: Noise) -> NDArray[np.float64]:
    """(bands, 3): what noise alone would have."""
    bands, _ = _bands(np.dstack([noise.shape(channel) for channel in range(3)]))
    return np.stack([(band**2).sum(axis=(0, 1)) for band in bands]) * np.square(noise.deviations)
