"""YCrCb, the colour space in which cameras treat detail and noise: luma, red and blue difference."""

import cv2
import numpy as np
from numpy.typing import NDArray

YCRCB_TO_RGB = np.array([[1, 1.403, 0], [1, -0.714, -0.344], [1, 0, 1.773]], np.float32)
"""Changes of red, green and blue for a change of Y, Cr and Cb."""


def rgb_to_ycrcb(rgb: NDArray[np.float32]) -> NDArray[np.float32]:
    """In levels of 256."""
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2YCrCb))


def ycrcb_to_rgb(ycrcb: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(cv2.cvtColor(ycrcb, cv2.COLOR_YCrCb2RGB))
