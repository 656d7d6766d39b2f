"""Sample square patches from an image, as input of a network."""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.cascade.boxes import Boxes
from model.vision.cascade.image_pyramid import Pixels, as_pixels, normalise

GREY_LEVEL = 128
"""Normalised to nearly 0."""


def sample_patches(image: Pixels, boxes: Boxes, size: int, oversampling: int = 1) -> NDArray[np.float32]:
    """(n, size, size, 3), float32, normalised: ``size`` by ``size`` bilinear samples of each box, from edge
    to edge; grey beyond the image. Each sample is the mean of ``oversampling`` squared samples around it.
    """
    height, width = image.shape[:2]
    x = _sample_positions(boxes[:, 0], boxes[:, 2], width, size, oversampling)
    y = _sample_positions(boxes[:, 1], boxes[:, 3], height, size, oversampling)
    shape = (len(boxes), y.shape[1], x.shape[1])
    columns = np.broadcast_to(x[:, None, :], shape).reshape(-1, shape[2])
    rows = np.broadcast_to(y[:, :, None], shape).reshape(-1, shape[2])
    border = [GREY_LEVEL if image.dtype == np.uint8 else 0] * 3
    sampled = cv2.remap(
        image, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=border
    )
    stacked = normalise(as_pixels(sampled))
    if oversampling > 1:
        stacked_size = (size, size * len(boxes))
        stacked = np.asarray(cv2.resize(stacked, stacked_size, interpolation=cv2.INTER_AREA))
    return stacked.reshape(-1, size, size, 3)


def _sample_positions(
    start: NDArray[np.float32], end: NDArray[np.float32], extent: int, size: int, oversampling: int
) -> NDArray[np.float32]:
    """(n, size * oversampling) positions along one axis, in pixels."""
    offsets = (np.arange(oversampling) + 0.5) / oversampling - 0.5
    shares = (np.arange(size)[:, None] + offsets).ravel() / (size - 1)
    # The networks' convention: 0 and 1 are the image's edges, while its pixels lie at 0 to extent - 1.
    positions = (start[:, None] + shares * (end - start)[:, None]) * ((extent - 1) / extent)
    outside = (positions < 0) | (positions > extent - 1)
    # Just outside, bilinear sampling would blend with the edge; far outside it gives the border alone.
    return np.where(outside, -extent, positions).astype(np.float32)
