"""Brightness and two differences of colour (YCrCb), in which cameras keep detail and noise apart."""

import cv2
import numpy as np
from numpy.typing import NDArray

RGB_OF_OPPONENTS = np.array([[1, 1.403, 0], [1, -0.714, -0.344], [1, 0, 1.773]], np.float32)
"""What red, green and blue change by for a change of the three."""


def opponents_of(rgb: NDArray[np.float32]) -> NDArray[np.float32]:
    """Luma, red and blue difference, levels of 256."""
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2YCrCb))


def rgb_of(opponents: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(cv2.cvtColor(opponents, cv2.COLOR_YCrCb2RGB))
