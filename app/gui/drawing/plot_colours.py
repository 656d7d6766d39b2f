"""Show a plot that was drawn for paper in the colours of the window."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.frame import RgbImage

WHITE_LIGHTNESS = 100.0
"""In CIELAB, where black has 0."""


def recolour(plot: RgbImage, paper: Sequence[float], ink: Sequence[float]) -> RgbImage:
    """White becomes ``paper`` and black ``ink``, which are RGB in [0, 1]. Other colours keep their hue, and
    their lightness is between those two."""
    lab = _lab(np.asarray(plot / 255, np.float32))
    share = lab[..., :1] / WHITE_LIGHTNESS
    background = _colour(ink) + share * (_colour(paper) - _colour(ink))
    lab[..., 0] = background[..., 0]
    lab[..., 1:] += background[..., 1:]
    shown = cv2.cvtColor(lab, cv2.COLOR_LAB2RGB)
    return np.round(255 * np.clip(shown, 0, 1)).astype(np.uint8)


def _colour(rgb: Sequence[float]) -> NDArray[np.float32]:
    """In CIELAB, shape (3,)."""
    colour: NDArray[np.float32] = _lab(np.asarray(rgb[:3], np.float32).reshape(1, 1, 3)).reshape(3)
    return colour


def _lab(image: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2LAB), np.float32)
