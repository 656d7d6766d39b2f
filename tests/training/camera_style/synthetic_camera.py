"""Synthetic crops of known lighting, detail and noise."""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.alignment import CROP_SIZE


def textured(count: int, seed: int = 0, level: float = 120, contrast: float = 12) -> NDArray[np.float32]:
    """(count, 100, 100, 3) RGB, float32: a checkerboard of flat and of textured squares."""
    rng = np.random.default_rng(seed)
    return np.stack([_texture(rng) for _ in range(count)]) * np.float32(contrast) + np.float32(level)


def flat(count: int, level: float = 120) -> NDArray[np.float32]:
    """(count, 100, 100, 3): a slight slope and nothing else."""
    slope = np.linspace(-5, 5, CROP_SIZE, dtype=np.float32)[:, np.newaxis]
    return np.tile(level + slope, (count, 1, CROP_SIZE, 1)).reshape(
        count, CROP_SIZE, CROP_SIZE, 1
    ) + np.zeros(3, np.float32)


def noisy(
    crops: NDArray[np.float32], deviation: float, sigma: float = 0.0, seed: int = 0
) -> NDArray[np.uint8]:
    """With the same noise in all three channels: independent pixels blurred by a Gaussian of ``sigma``."""
    noise = np.random.default_rng(seed).standard_normal(crops.shape[:3]).astype(np.float32)
    if sigma:
        noise = np.stack([cv2.GaussianBlur(plane, (13, 13), sigma) for plane in noise])
    noise *= np.float32(deviation) / noise.std()
    return to_uint8(crops + noise[..., np.newaxis])


def to_uint8(crops: NDArray[np.float32]) -> NDArray[np.uint8]:
    return crops.round().clip(0, 255).astype(np.uint8)


def _texture(rng: np.random.Generator) -> NDArray[np.float32]:
    octaves = [_octave(rng, size) for size in (100, 50, 25, 12, 6)]
    colour = rng.uniform(0.7, 1.3, 3).astype(np.float32)
    rows, columns = np.indices((CROP_SIZE, CROP_SIZE)) // 20
    checkerboard = cv2.GaussianBlur(((rows + columns) % 2).astype(np.float32), (0, 0), 1.5)
    return np.asarray((sum(octaves) * checkerboard)[..., np.newaxis] * colour, np.float32)


def _octave(rng: np.random.Generator, size: int) -> NDArray[np.float32]:
    small = rng.standard_normal((size, size)).astype(np.float32)
    return np.asarray(cv2.resize(small, (CROP_SIZE, CROP_SIZE), interpolation=cv2.INTER_CUBIC))
