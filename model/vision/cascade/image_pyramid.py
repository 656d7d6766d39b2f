"""An image at many scales, so that a network with a fixed window sees faces of every size."""

import math
from collections.abc import Iterator
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.frame import RgbImage

NormalisedImage: TypeAlias = NDArray[np.float32]
"""(height, width, 3), float32: (value - 127.5) / 128 of the values of an RgbImage."""

Pixels: TypeAlias = NormalisedImage | RgbImage
"""A normalised image, or one in 256 levels, whose results are rounded to levels and computed faster."""

WINDOW_SIZE = 12
"""Pixels of the network's square window."""

SCALE_FACTOR = 0.709
"""The scale of each level relative to the level before: half the area."""

HALVING_RATIO = 12
"""Levels this many times smaller than the image are made from a halved copy: faster, with little
difference."""

_NORMALISED_LEVELS = ((np.arange(256) - 127.5) / 128).astype(np.float32)


def normalise(image: Pixels) -> NormalisedImage:
    """A normalised image is returned as it is."""
    return np.asarray(image if image.dtype == np.float32 else cv2.LUT(image, _NORMALISED_LEVELS), np.float32)


def as_pixels(result: cv2.typing.MatLike) -> Pixels:
    """Restore the type of an OpenCV result."""
    return np.asarray(result, np.float32) if result.dtype == np.float32 else np.asarray(result, np.uint8)


def pyramid_scales(shorter_side: int, min_face_size: float) -> list[float]:
    """Scales, largest first, at which faces from ``min_face_size`` pixels up to the whole ``shorter_side``
    fill the window; none when the image is smaller than such a face.
    """
    if shorter_side < max(min_face_size, WINDOW_SIZE):
        return []
    count = 1 + math.floor(math.log(shorter_side / min_face_size) / -math.log(SCALE_FACTOR))
    return [WINDOW_SIZE / min_face_size * SCALE_FACTOR**level for level in range(count)]


def pyramid_levels(
    image: Pixels, min_face_size: float, halving_ratio: float | None = None
) -> Iterator[tuple[float, Pixels]]:
    """Each scale with the image resized to it by averaging areas. ``halving_ratio`` defaults to
    HALVING_RATIO."""
    ratio = halving_ratio or HALVING_RATIO
    height, width = image.shape[:2]
    for scale in pyramid_scales(min(height, width), min_face_size):
        # Rounding may leave 11.999... of a whole window.
        size = (max(int(width * scale), WINDOW_SIZE), max(int(height * scale), WINDOW_SIZE))
        while image.shape[1] >= ratio * size[0]:
            image = _resize(image, (image.shape[1] // 2, image.shape[0] // 2))
        yield scale, _resize(image, size)


def _resize(image: Pixels, size: tuple[int, int]) -> Pixels:
    return as_pixels(cv2.resize(image, size, interpolation=cv2.INTER_AREA))
