"""Lighting: brightness and colour of a face and of its surroundings, and the side the light comes from.

The face and its surroundings each have a mean colour and a covariance. The optimal linear transport between
two colour distributions (Pitié and Kokaram 2007) turns one lighting into another. It changes contrast by a
factor of at most MAX_GAIN.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.alignment import CROP_SIZE
from training.camera_style.face_mask import COLUMN_OFFSETS, FACE_MASK, STRIDE, ZONE_WEIGHTS

MAX_GAIN = 2.0
MIN_VARIANCE = 4.0
"""Levels squared, added to the variance in every direction, so that the map exists for grey images too."""

LUMA_WEIGHTS = np.array([0.299, 0.587, 0.114], np.float32)

MIDDLE_LEVEL = np.float32(128)
"""Subtracted from all levels, to keep the precision of float32."""


def _slope_weights() -> NDArray[np.float32]:
    offsets = np.tile(COLUMN_OFFSETS[::STRIDE], CROP_SIZE // STRIDE)
    centred = ZONE_WEIGHTS[0] * (offsets - ZONE_WEIGHTS[0] @ offsets)
    return centred / (centred @ offsets)


SLOPE_WEIGHTS = _slope_weights()
"""(pixels,): the weighted sum of a face's levels is its least-squares slope from left to right."""

RGB_FACE_MASK = np.dstack([FACE_MASK] * 3)
SLOPE_RAMP = RGB_FACE_MASK * COLUMN_OFFSETS[:, np.newaxis]
"""(100, 100, 3): grows across the face from -0.5 at the crop's left edge to 0.5 at its right edge."""


@dataclass(frozen=True, eq=False, slots=True)
class Lighting:
    """Of one crop, in levels of 256: ``means`` (2, 3) and ``covariances`` (2, 3, 3) of RGB, for the face and
    its surroundings. ``slope``: how much brighter the face becomes across the crop's width, positive
    to the right. Nose and hair contribute to it, so only the distribution over many crops is reliable."""

    means: NDArray[np.float32]
    covariances: NDArray[np.float32]
    slope: float


def measure_lighting(crop: NDArray[np.generic]) -> Lighting:
    """Of (100, 100, 3) RGB, in levels of 256."""
    pixels = _homogeneous_pixels(crop)
    moments = (ZONE_WEIGHTS[:, np.newaxis] * pixels) @ pixels.T
    means = moments[:, :3, 3]
    covariances = moments[:, :3, :3] - means[:, :, np.newaxis] * means[:, np.newaxis]
    return Lighting(np.asarray(means + MIDDLE_LEVEL), np.asarray(covariances), _slope(pixels))


def match_lighting(crop: NDArray[np.float32], target: Lighting) -> NDArray[np.float32]:
    """The float32 crop under the ``target`` lighting; levels may leave 0 to 255."""
    source = measure_lighting(crop)
    maps = _transport_maps(source.covariances, target.covariances)
    shifts = target.means - np.einsum("zij,zj->zi", maps, source.means)
    face, surroundings = (
        cv2.transform(crop, np.column_stack([matrix, shift]))
        for matrix, shift in zip(maps, shifts, strict=True)
    )
    blended = surroundings + RGB_FACE_MASK * (face - surroundings)
    missing_slope = np.float32(target.slope - _slope(_homogeneous_pixels(blended)))
    return np.asarray(blended + missing_slope * SLOPE_RAMP)


def _homogeneous_pixels(crop: NDArray[np.generic]) -> NDArray[np.float32]:
    """(4, pixels): red, green and blue relative to the middle level, and 1."""
    sampled = crop[::STRIDE, ::STRIDE].reshape(-1, 3).astype(np.float32)
    return np.vstack([sampled.T - MIDDLE_LEVEL, np.ones(len(sampled), np.float32)])


def _slope(pixels: NDArray[np.float32]) -> float:
    return float(SLOPE_WEIGHTS @ (LUMA_WEIGHTS @ pixels[:3]))


def _transport_maps(source: NDArray[np.float32], target: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, 3, 3), symmetric: the linear maps between two covariances that move colours least."""
    floor = MIN_VARIANCE * np.eye(3)
    root = _matrix_power(source + floor, 0.5)
    inverse_root = _matrix_power(source + floor, -0.5)
    maps = inverse_root @ _matrix_power(root @ (target + floor) @ root, 0.5) @ inverse_root
    return _limit_gain(maps).astype(np.float32)


def _matrix_power(symmetric: NDArray[np.floating], exponent: float) -> NDArray[np.floating]:
    values, vectors = np.linalg.eigh(symmetric)
    return (vectors * values[:, np.newaxis] ** exponent) @ vectors.swapaxes(1, 2)


def _limit_gain(maps: NDArray[np.floating]) -> NDArray[np.floating]:
    values, vectors = np.linalg.eigh(maps)
    gains = np.clip(values, 1 / MAX_GAIN, MAX_GAIN)
    return (vectors * gains[:, np.newaxis]) @ vectors.swapaxes(1, 2)
