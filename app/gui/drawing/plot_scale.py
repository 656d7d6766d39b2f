"""Show a plot with as many pixels as it has in the window: a texture that is scaled down loses thin lines."""

import cv2
import numpy as np

from model.vision.frame import RgbImage


def shrink(plot: RgbImage, width: int) -> RgbImage:
    """``plot`` itself if it is not wider than ``width`` pixels."""
    if plot.shape[1] <= width:
        return plot
    size = (width, max(1, round(plot.shape[0] * width / plot.shape[1])))
    return np.asarray(cv2.resize(plot, size, interpolation=cv2.INTER_AREA), np.uint8)
