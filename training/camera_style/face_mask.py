"""Where in a crop the face is, and where what is behind it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.alignment import CROP_SIZE

CENTRE, SOFTNESS = (50, 60), 5.0
"""Of the ovals, in pixels; they fade out over about as many as their softness on either side."""

SKIN_RADII, FACE_RADII = (26, 36), (37, 54)
"""Of what surely shows no background, and of what the face may reach to."""


def _oval(radii: tuple[int, int]) -> NDArray[np.float32]:
    mask = np.zeros((CROP_SIZE, CROP_SIZE), np.float32)
    cv2.ellipse(mask, CENTRE, radii, 0, 0, 360, 1.0, cv2.FILLED)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), SOFTNESS), np.float32)


FACE = _oval(FACE_RADII)
"""(100, 100), from 0 to 1: how much a pixel is treated as the face, and not as hair and background."""

ACROSS = np.arange(CROP_SIZE, dtype=np.float32) / CROP_SIZE - np.float32(CENTRE[0] / CROP_SIZE)
"""(100,): how far right of the face's middle a column is, in widths of a crop."""

STEP = 2
"""Every second pixel each way tells enough about a crop."""


def _weights() -> NDArray[np.float32]:
    both = np.stack([zone[::STEP, ::STEP].ravel() for zone in (_oval(SKIN_RADII), 1 - FACE)])
    return np.asarray(both / both.sum(axis=1, keepdims=True))


ZONES = _weights()
"""(2, pixels): weights of every STEP-th pixel, for means over the face and over its surroundings."""
