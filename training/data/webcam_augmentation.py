"""Webcam degradations for the student's input only, so that it becomes more robust than its teacher."""

import cv2
import numpy as np

from model.vision.alignment import CROP_SIZE
from model.vision.frame import RgbImage
from training.data.augmentation import Augmentation, augment
from training.data.occlusion import add_occlusion

WEBCAM = Augmentation(
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
"""Lighting, colour, distance, blur, noise and compression. The view is already warped and mirrored."""

OCCLUSION_CHANCE = 0.2


def augment_as_webcam(view: RgbImage, rng: np.random.Generator) -> RgbImage:
    """(CROP_SIZE, CROP_SIZE, 3) of a view, degraded and sometimes occluded."""
    crop = resize_to_crop(view)
    return augment(add_occlusion(crop, rng) if rng.random() < OCCLUSION_CHANCE else crop, WEBCAM, rng)


def resize_to_crop(view: RgbImage) -> RgbImage:
    """(CROP_SIZE, CROP_SIZE, 3) with the same field of view."""
    return np.asarray(cv2.resize(view, (CROP_SIZE, CROP_SIZE), interpolation=cv2.INTER_LINEAR), np.uint8)


def downscale(crop: RgbImage, size: int) -> RgbImage:
    """(size, size, 3); ``size`` is at most that of ``crop``."""
    if len(crop) == size:
        return crop
    return np.asarray(cv2.resize(crop, (size, size), interpolation=cv2.INTER_AREA), np.uint8)
