"""Data augmentation, for training crops only."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.frame import RgbImage
from model.vision.image_file import recompress

MIN_BLUR_PIXELS, MIN_NOISE_LEVELS, MAX_JPEG_QUALITY = 0.3, 1.0, 95
"""The weakest degradations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Augmentation:
    """The range of each change, drawn uniformly, and its probability (``*_chance``).

    Each of the four affine changes occurs with probability 0.5, independently, as in Koch et al. 2015. Their
    ranges are narrower than Koch's for drawn characters, because crops are aligned.
    """

    affine_chance: float = 0.5
    rotation_degrees: float = 10.0
    shear: float = 0.1
    scale: float = 0.1
    shift_pixels: float = 4.0
    mirror_chance: float = 0.5
    light_chance: float = 0.7
    brightness: float = 0.2
    contrast: float = 0.3
    gamma: float = 0.4
    colour_cast: float = 0.1
    degrade_chance: float = 0.2
    blur_pixels: float = 1.2
    noise_levels: float = 10.0
    min_scale: float = 0.4
    min_jpeg_quality: int = 30


def augment(crop: RgbImage, limits: Augmentation, rng: np.random.Generator) -> RgbImage:
    """An augmented copy of ``crop``, same shape and dtype. The same state of ``rng`` gives the same copy."""
    if rng.random() < limits.mirror_chance:
        crop = np.asarray(cv2.flip(crop, 1), np.uint8)
    crop = _warp(crop, limits, rng)
    if rng.random() < limits.light_chance:
        crop = _jitter_colours(crop, limits, rng)
    for degrade in (shrink, blur, add_noise, compress):
        if rng.random() < limits.degrade_chance:
            crop = degrade(crop, limits, rng)
    return crop


def _warp(crop: RgbImage, limits: Augmentation, rng: np.random.Generator) -> RgbImage:
    """Rotation, shear and scale about the centre, and a shift, in one warp."""
    active = rng.random(4) < limits.affine_chance
    ranges = (
        limits.rotation_degrees,
        limits.shear,
        limits.scale,
        limits.shift_pixels,
        limits.shift_pixels,
    )
    turn, shear, scale, right, down = rng.uniform(-1, 1, 5) * ranges * active[[0, 1, 2, 3, 3]]
    if not active.any():
        return crop
    height, width = crop.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), turn, 1 + scale)
    matrix[0] += [0, shear, right - shear * (height - 1) / 2]
    matrix[1, 2] += down
    return np.asarray(
        cv2.warpAffine(crop, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def _jitter_colours(crop: RgbImage, limits: Augmentation, rng: np.random.Generator) -> RgbImage:
    """Brightness, contrast, gamma and a colour cast, as one lookup table per channel."""
    levels = np.linspace(0, 1, 256)[:, np.newaxis] ** np.exp(rng.uniform(-limits.gamma, limits.gamma))
    contrast = 1 + rng.uniform(-limits.contrast, limits.contrast)
    cast = 1 + rng.uniform(-limits.colour_cast, limits.colour_cast, 3)
    levels = ((levels - 0.5) * contrast + 0.5 + rng.uniform(-limits.brightness, limits.brightness)) * cast
    table: NDArray[np.uint8] = (np.clip(levels, 0, 1) * 255).astype(np.uint8)
    return np.asarray(cv2.LUT(crop, table.reshape(1, 256, 3)), np.uint8)


def shrink(crop: RgbImage, limits: Augmentation, rng: np.random.Generator) -> RgbImage:
    """Downscale and enlarge again, as if the face were far away."""
    height, width = crop.shape[:2]
    share = rng.uniform(limits.min_scale, 1)
    small = cv2.resize(crop, (round(width * share), round(height * share)), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def blur(crop: RgbImage, limits: Augmentation, rng: np.random.Generator) -> RgbImage:
    sigma = rng.uniform(MIN_BLUR_PIXELS, limits.blur_pixels)
    return np.asarray(cv2.GaussianBlur(crop, (0, 0), sigma), np.uint8)


def add_noise(crop: RgbImage, limits: Augmentation, rng: np.random.Generator) -> RgbImage:
    noise = rng.standard_normal(crop.shape, np.float32)
    deviation = np.float32(rng.uniform(MIN_NOISE_LEVELS, limits.noise_levels))
    return np.clip(crop + noise * deviation, 0, 255).astype(np.uint8)


def compress(crop: RgbImage, limits: Augmentation, rng: np.random.Generator) -> RgbImage:
    return recompress(crop, int(rng.integers(limits.min_jpeg_quality, MAX_JPEG_QUALITY)))
