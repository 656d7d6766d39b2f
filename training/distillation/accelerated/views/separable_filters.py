"""Distance and blur of crops in batches.

Both are linear and separable: one matrix for each crop, applied to its rows and its columns, does either, and
each crop has its own strength.
"""

from functools import lru_cache

import numpy as np
import torch

from model.vision.alignment import CROP_SIZE
from training.data.augmentation import MIN_BLUR_PIXELS
from training.data.webcam_augmentation import WEBCAM
from training.distillation.accelerated.views.random_numbers import DeviceRandom

SMALLEST = round(CROP_SIZE * WEBCAM.min_scale)


def shrink(crops: torch.Tensor, random: DeviceRandom) -> torch.Tensor:
    """(n, 3, CROP_SIZE, CROP_SIZE), downscaled and enlarged again, as if the face were far away."""
    sizes = (CROP_SIZE * random.uniform(WEBCAM.min_scale, 1, len(crops))).round().long()
    return shrink_to(crops, sizes)


def blur(crops: torch.Tensor, random: DeviceRandom) -> torch.Tensor:
    return gaussian_blur(crops, random.uniform(MIN_BLUR_PIXELS, WEBCAM.blur_pixels, len(crops)))


def shrink_to(crops: torch.Tensor, sizes: torch.Tensor) -> torch.Tensor:
    """Through ``sizes`` (n,) int64 pixels: down by area, as OpenCV's INTER_AREA, and up by INTER_LINEAR."""
    return _apply(crops, _shrink_matrices(crops.device)[sizes - SMALLEST])


def gaussian_blur(crops: torch.Tensor, sigmas: torch.Tensor) -> torch.Tensor:
    """By ``sigmas`` (n,) pixels, with the kernel sizes and the reflected border of ``cv2.GaussianBlur``."""
    sigma = sigmas[:, None, None]
    radius = torch.div((6 * sigma + 1).round(), 2, rounding_mode="floor")
    line = torch.arange(CROP_SIZE, dtype=torch.float32, device=crops.device)
    row, column, last = line[:, None], line[None, :], CROP_SIZE - 1
    inside = _gaussian(row - column, sigma, radius)
    before = _gaussian(row + column, sigma, radius) * (column > 0)
    behind = _gaussian(2 * last - row - column, sigma, radius) * (column < last)
    kernel = inside + before + behind
    return _apply(crops, kernel / kernel.sum(2, keepdim=True))


def _gaussian(distance: torch.Tensor, sigma: torch.Tensor, radius: torch.Tensor) -> torch.Tensor:
    return torch.exp(-(distance**2) / (2 * sigma**2)) * (distance.abs() <= radius)


def _apply(crops: torch.Tensor, matrices: torch.Tensor) -> torch.Tensor:
    """Multiply the rows and the columns of each crop by its matrix."""
    return matrices[:, None] @ crops @ matrices[:, None].mT


@lru_cache(maxsize=1)
def _shrink_matrices(device: torch.device) -> torch.Tensor:
    """(sizes, CROP_SIZE, CROP_SIZE) float32, of the sizes from SMALLEST on."""
    sizes = range(SMALLEST, CROP_SIZE + 1)
    matrices = np.stack([_enlarge_matrix(size) @ _area_matrix(size) for size in sizes])
    return torch.from_numpy(matrices).float().to(device)


def _area_matrix(size: int) -> np.ndarray:
    """(size, CROP_SIZE): the mean over the part of the line that each pixel covers."""
    ends = np.arange(size + 1) * CROP_SIZE / size
    pixels = np.arange(CROP_SIZE)
    overlap = np.minimum(ends[1:, None], pixels + 1) - np.maximum(ends[:-1, None], pixels)
    return overlap.clip(0) * size / CROP_SIZE


def _enlarge_matrix(size: int) -> np.ndarray:
    """(CROP_SIZE, size): linear interpolation."""
    places = ((np.arange(CROP_SIZE) + 0.5) * size / CROP_SIZE - 0.5).clip(0, size - 1)
    return (1 - np.abs(places[:, None] - np.arange(size))).clip(0)
