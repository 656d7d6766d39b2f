"""One picture at many sizes, so that a network with a window of fixed size meets faces of every size."""

import math
from collections.abc import Iterator
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.frame import RgbImage

Picture: TypeAlias = NDArray[np.float32]
"""(height, width, 3), float32: (value - 127.5) / 128 of the values of an RgbImage."""

Pixels: TypeAlias = Picture | RgbImage
"""A picture, normalised or not: what is computed from the latter is rounded to its 256 levels, and faster."""

WINDOW = 12
"""Pixels of the square window."""

STEP = 0.709
"""Each level's width as a share of the level before's: half the area."""

HALVING_RATIO = 12
"""Levels this many times smaller than the picture are made from it halved: faster, and hardly different."""

_NORMALISED = ((np.arange(256) - 127.5) / 128).astype(np.float32)


def normalised(image: Pixels) -> Picture:
    """``image`` itself where it is normalised already."""
    return np.asarray(image if image.dtype == np.float32 else cv2.LUT(image, _NORMALISED), np.float32)


def as_pixels(made: cv2.typing.MatLike) -> Pixels:
    """What OpenCV made of ``Pixels``, as such."""
    return np.asarray(made, np.float32) if made.dtype == np.float32 else np.asarray(made, np.uint8)


def scales(shorter_side: int, min_face_size: float) -> list[float]:
    """Shares of the picture's size, largest first, at which faces from ``min_face_size`` pixels up to the
    whole ``shorter_side`` fill the window in turn; empty when the picture is smaller than such a face.
    """
    if shorter_side < max(min_face_size, WINDOW):
        return []
    count = 1 + math.floor(math.log(shorter_side / min_face_size) / -math.log(STEP))
    return [WINDOW / min_face_size * STEP**level for level in range(count)]


def levels(
    picture: Pixels, min_face_size: float, halving_ratio: float | None = None
) -> Iterator[tuple[float, Pixels]]:
    """Each scale with the picture shrunk to it by averaging areas; by HALVING_RATIO unless told otherwise."""
    ratio = halving_ratio or HALVING_RATIO
    height, width = picture.shape[:2]
    for scale in scales(min(height, width), min_face_size):
        # Rounding may leave 11.999... of a whole window.
        size = (max(int(width * scale), WINDOW), max(int(height * scale), WINDOW))
        while picture.shape[1] >= ratio * size[0]:
            picture = _resized(picture, (picture.shape[1] // 2, picture.shape[0] // 2))
        yield scale, _resized(picture, size)


def _resized(picture: Pixels, size: tuple[int, int]) -> Pixels:
    return as_pixels(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))
