"""Light and colour: how bright a face and what is behind it are, how they spread over the colours, and from
which side the light comes.

Face and surroundings have means and covariances of their own. One set becomes another by the linear map that
moves colours least (Pitié and Kokaram 2007); nothing is amplified or faded more than MOST_GAIN times.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.alignment import CROP_SIZE
from training.camera_style.face_mask import ACROSS, FACE, STEP, ZONES

MOST_GAIN = 2.0
FAINTEST = 4.0
"""Levels squared that every direction of colour spreads at least, so that grey pictures have a map, too."""

LUMA = np.array([0.299, 0.587, 0.114], np.float32)

MIDDLE = np.float32(128)
"""Levels are counted from it, for float32's sake."""


def _rise() -> NDArray[np.float32]:
    across = np.tile(ACROSS[::STEP], CROP_SIZE // STEP)
    off_middle = ZONES[0] * (across - ZONES[0] @ across)
    return off_middle / (off_middle @ across)


RISE = _rise()
"""(pixels,): weighed so, the levels of a face add up to its slope, by least squares."""

BLEND = np.dstack([FACE] * 3)
RAMP = BLEND * ACROSS[:, np.newaxis]
"""(100, 100, 3): the face, and on it what grows from -0.5 on the left to 0.5 on the right."""


@dataclass(frozen=True, eq=False, slots=True)
class Light:
    """Of one crop, in levels of 256: ``means`` (2, 3) and ``covariances`` (2, 3, 3) of RGB, the face's first;
    ``slope``: how much brighter the face becomes from one side of the crop to the other, positive to the
    right. Noses and hair have a part in it: it says little about one crop, more about many."""

    means: NDArray[np.float32]
    covariances: NDArray[np.float32]
    slope: float


def light_of(crop: NDArray[np.generic]) -> Light:
    """Of (100, 100, 3) RGB, levels of 256."""
    pixels = _pixels(crop)
    moments = (ZONES[:, np.newaxis] * pixels) @ pixels.T
    means = moments[:, :3, 3]
    covariances = moments[:, :3, :3] - means[:, :, np.newaxis] * means[:, np.newaxis]
    return Light(np.asarray(means + MIDDLE), np.asarray(covariances), _slope(pixels))


def relight(crop: NDArray[np.float32], wanted: Light) -> NDArray[np.float32]:
    """A crop of float32 with the light of another one; levels may leave 0 to 255."""
    own = light_of(crop)
    maps = _least_maps(own.covariances, wanted.covariances)
    shifts = wanted.means - np.einsum("zij,zj->zi", maps, own.means)
    face, behind = (
        cv2.transform(crop, np.column_stack([matrix, shift]))
        for matrix, shift in zip(maps, shifts, strict=True)
    )
    lit = behind + BLEND * (face - behind)
    return np.asarray(lit + np.float32(wanted.slope - _slope(_pixels(lit))) * RAMP)


def _pixels(crop: NDArray[np.generic]) -> NDArray[np.float32]:
    """(4, pixels): red, green and blue about the middle level, and 1."""
    some = crop[::STEP, ::STEP].reshape(-1, 3).astype(np.float32)
    return np.vstack([some.T - MIDDLE, np.ones(len(some), np.float32)])


def _slope(pixels: NDArray[np.float32]) -> float:
    return float(RISE @ (LUMA @ pixels[:3]))


def _least_maps(source: NDArray[np.float32], target: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, 3, 3), symmetric: what turns a covariance into another one and moves colours least."""
    faint = FAINTEST * np.eye(3)
    root = _power(source + faint, 0.5)
    back = _power(source + faint, -0.5)
    maps = back @ _power(root @ (target + faint) @ root, 0.5) @ back
    return _limited(maps).astype(np.float32)


def _power(symmetric: NDArray[np.floating], exponent: float) -> NDArray[np.floating]:
    values, vectors = np.linalg.eigh(symmetric)
    return (vectors * values[:, np.newaxis] ** exponent) @ vectors.swapaxes(1, 2)


def _limited(maps: NDArray[np.floating]) -> NDArray[np.floating]:
    values, vectors = np.linalg.eigh(maps)
    gains = np.clip(values, 1 / MOST_GAIN, MOST_GAIN)
    return (vectors * gains[:, np.newaxis]) @ vectors.swapaxes(1, 2)
