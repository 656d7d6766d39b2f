"""What stands on a page, and whether one could read it."""

import numpy as np
from matplotlib.text import Text
from numpy.typing import NDArray

from training.figures.canvas import Page

TOUCHING = 1.0
"""Pixels that two boxes may share: letters hardly ever fill theirs."""


def texts_on(page: Page) -> list[str]:
    return [text.get_text() for text in _texts(page)]


def cut_off(page: Page) -> list[str]:
    """Texts that reach beyond the page."""
    boxes, whole = _boxes(page), page.figure.bbox.extents
    beyond = (boxes[:, :2] < whole[:2] - TOUCHING) | (boxes[:, 2:] > whole[2:] + TOUCHING)
    return [text for text, cut in zip(texts_on(page), beyond.any(axis=1), strict=True) if cut]


def colliding(page: Page) -> list[tuple[str, str]]:
    """Pairs of texts of which one is written over the other."""
    boxes, texts = _boxes(page), texts_on(page)
    one, other = boxes[:, np.newaxis], boxes[np.newaxis]
    shared = np.minimum(one[..., 2:], other[..., 2:]) - np.maximum(one[..., :2], other[..., :2])
    over = np.triu((shared > TOUCHING).all(axis=2), k=1)
    return [(texts[first], texts[second]) for first, second in np.argwhere(over)]


def _texts(page: Page) -> list[Text]:
    return [text for axes in page.figure.axes for text in axes.texts if text.get_text()]


def _boxes(page: Page) -> NDArray[np.float64]:
    """(n, 4): left, bottom, right, top of each text, in pixels."""
    return np.array([text.get_window_extent().extents for text in _texts(page)])
