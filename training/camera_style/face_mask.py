"""Masks of a crop: the face and its surroundings."""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.alignment import CROP_SIZE

FACE_CENTRE, EDGE_SIGMA = (50, 60), 5.0
"""Pixels: the centre of both ellipses, and the blur of their edges."""

SKIN_RADII, FACE_RADII = (26, 36), (37, 54)
"""Pixels: the inner ellipse holds no background, the outer one the whole face."""


def _ellipse(radii: tuple[int, int]) -> NDArray[np.float32]:
    mask = np.zeros((CROP_SIZE, CROP_SIZE), np.float32)
    cv2.ellipse(mask, FACE_CENTRE, radii, 0, 0, 360, 1.0, cv2.FILLED)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), EDGE_SIGMA), np.float32)


FACE_MASK = _ellipse(FACE_RADII)
"""(100, 100) in [0, 1]: 1 on the face, 0 on hair and background."""

COLUMN_OFFSETS = np.arange(CROP_SIZE, dtype=np.float32) / CROP_SIZE - np.float32(FACE_CENTRE[0] / CROP_SIZE)
"""(100,): how far each column lies to the right of the face's centre, as a share of the crop's width."""

STRIDE = 2
"""Statistics sample every second pixel in both directions."""


def _zone_weights() -> NDArray[np.float32]:
    masks = (_ellipse(SKIN_RADII), 1 - FACE_MASK)
    zones = np.stack([mask[::STRIDE, ::STRIDE].ravel() for mask in masks])
    return np.asarray(zones / zones.sum(axis=1, keepdims=True))


ZONE_WEIGHTS = _zone_weights()
"""(2, pixels): weights of the sampled pixels, for means over the face and over its surroundings."""
