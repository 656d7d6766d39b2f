"""What a webcam makes of a view: for the student only, so that it becomes steadier than its teacher."""

import cv2
import numpy as np

from model.vision.alignment import CROP_SIZE
from model.vision.frame import RgbImage
from training.data.augmentation import Augmentation, augment
from training.distillation.data.occlusion import cover

CIRCUMSTANCES = Augmentation(
    affine_chance=0.0,
    mirror_chance=0.0,
    light_chance=0.6,
    brightness=0.2,
    contrast=0.3,
    gamma=0.6,
    colour_cast=0.12,
    degrade_chance=0.2,
    blur_pixels=1.6,
    noise_levels=12.0,
    min_scale=0.35,
    min_jpeg_quality=20,
)
"""Light, colour, distance, blur, noise and compression. The view was moved and mirrored before."""

COVERED_CHANCE = 0.2


def through_webcam(view: RgbImage, rng: np.random.Generator) -> RgbImage:
    """(CROP_SIZE, CROP_SIZE, 3) of a view, under other circumstances."""
    crop = as_crop(view)
    return augment(cover(crop, rng) if rng.random() < COVERED_CHANCE else crop, CIRCUMSTANCES, rng)


def as_crop(view: RgbImage) -> RgbImage:
    """The same field of view in the size of a crop."""
    return np.asarray(cv2.resize(view, (CROP_SIZE, CROP_SIZE), interpolation=cv2.INTER_LINEAR), np.uint8)


def resized(crop: RgbImage, size: int) -> RgbImage:
    """(size, size, 3), no larger than ``crop``."""
    if len(crop) == size:
        return crop
    return np.asarray(cv2.resize(crop, (size, size), interpolation=cv2.INTER_AREA), np.uint8)
