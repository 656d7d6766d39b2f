"""The texts on a canvas, and whether they can be read."""

import numpy as np
from matplotlib.text import Text
from numpy.typing import NDArray

from training.figures.canvas import Canvas

MAX_OVERLAP_PX = 1.0
"""Letters hardly ever fill their bounding boxes."""


def texts_on(canvas: Canvas) -> list[str]:
    return [text.get_text() for text in _texts(canvas)]


def cut_off(canvas: Canvas) -> list[str]:
    """Texts that extend beyond the canvas."""
    boxes, bounds = _boxes(canvas), canvas.figure.bbox.extents
    outside = (boxes[:, :2] < bounds[:2] - MAX_OVERLAP_PX) | (boxes[:, 2:] > bounds[2:] + MAX_OVERLAP_PX)
    return [
        text for text, is_outside in zip(texts_on(canvas), outside.any(axis=1), strict=True) if is_outside
    ]


def colliding(canvas: Canvas) -> list[tuple[str, str]]:
    """Pairs of texts that overlap."""
    boxes, texts = _boxes(canvas), texts_on(canvas)
    one, other = boxes[:, np.newaxis], boxes[np.newaxis]
    shared = np.minimum(one[..., 2:], other[..., 2:]) - np.maximum(one[..., :2], other[..., :2])
    overlaps = np.triu((shared > MAX_OVERLAP_PX).all(axis=2), k=1)
    return [(texts[first], texts[second]) for first, second in np.argwhere(overlaps)]


def _texts(canvas: Canvas) -> list[Text]:
    return [text for axes in canvas.figure.axes for text in axes.texts if text.get_text()]


def _boxes(canvas: Canvas) -> NDArray[np.float64]:
    """(n, 4): left, bottom, right, top of each text, in pixels."""
    return np.array([text.get_window_extent().extents for text in _texts(canvas)])
