"""Small squares sampled from a picture, for a network to look at."""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.boxes import Boxes
from model.vision.image_pyramid import Pixels, as_pixels, normalised

GREY = 128
"""The level that is normalised to nearly 0."""


def patches(picture: Pixels, boxes: Boxes, size: int, fineness: int = 1) -> NDArray[np.float32]:
    """(n, size, size, 3), float32: each box in ``size`` by ``size`` bilinear samples, from edge to edge;
    grey beyond the picture. With a higher ``fineness`` a sample is the mean of so many squared around it.

    They come out normalised, whether ``picture`` is or not.
    """
    height, width = picture.shape[:2]
    x = _places(boxes[:, 0], boxes[:, 2], width, size, fineness)
    y = _places(boxes[:, 1], boxes[:, 3], height, size, fineness)
    shape = (len(boxes), y.shape[1], x.shape[1])
    columns = np.broadcast_to(x[:, None, :], shape).reshape(-1, shape[2])
    rows = np.broadcast_to(y[:, :, None], shape).reshape(-1, shape[2])
    beyond = [GREY if picture.dtype == np.uint8 else 0] * 3
    sampled = cv2.remap(
        picture, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=beyond
    )
    column_of_patches = normalised(as_pixels(sampled))
    if fineness > 1:
        whole = (size, size * len(boxes))
        column_of_patches = np.asarray(cv2.resize(column_of_patches, whole, interpolation=cv2.INTER_AREA))
    return column_of_patches.reshape(-1, size, size, 3)


def _places(
    start: NDArray[np.float32], end: NDArray[np.float32], extent: int, size: int, fineness: int
) -> NDArray[np.float32]:
    """(n, size * fineness) places along one axis, in pixels."""
    inner = (np.arange(fineness) + 0.5) / fineness - 0.5
    shares = (np.arange(size)[:, None] + inner).ravel() / (size - 1)
    # Edges count as 0 and 1 of the picture, whose pixels lie at 0 to extent - 1: the networks' convention.
    places = (start[:, None] + shares * (end - start)[:, None]) * ((extent - 1) / extent)
    outside = (places < 0) | (places > extent - 1)
    # Just outside, a sample would be blended with the edge; far outside it is grey alone.
    return np.where(outside, -extent, places).astype(np.float32)
