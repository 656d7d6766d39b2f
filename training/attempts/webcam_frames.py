"""One picture as the frames of an attempt at a webcam."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from model.vision.frame import RgbImage
from training.data.webcam_augmentation import augment_as_webcam

FRAMES = 30
"""Frames of an attempt: a second at most webcams."""


def webcam_frames(crop: RgbImage, picture: str, frames: Sequence[int]) -> NDArray[np.uint8]:
    """(len(frames), 100, 100, 3): the requested ones of the FRAMES frames of ``picture``, each degraded
    independently, but always in the same way."""
    seed = int.from_bytes(hashlib.sha256(picture.encode()).digest()[:8])
    return np.stack([augment_as_webcam(crop, np.random.default_rng([seed, frame])) for frame in frames])
