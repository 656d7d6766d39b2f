"""Estimate the JPEG quality that crops were saved with.

An image changes least when it is compressed again with the quality it was saved with (Farid 2009). Only the
last compression, that of the crop itself, leaves this trace. The camera's own compression was rotated and
scaled with the face; it shows up as blur and noise.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.frame import RgbImage
from model.vision.image_file import recompress

QUALITIES = range(40, 98)
NEIGHBOUR_STEPS = (1, 2)
MAX_ERROR_RATIO = 0.65
"""At the right quality, recompressing changes a crop by less than this share of the change at a neighbouring
quality. In crops that were never compressed the share is about 1."""

MAX_SAMPLED_CROPS = 10


def estimate_jpeg_quality(crops: NDArray[np.uint8]) -> int | None:
    """From 40 to 97, of (n, 100, 100, 3) RGB. None when no compression is visible."""
    sample = crops[:: -(-len(crops) // MAX_SAMPLED_CROPS)]
    reach = max(NEIGHBOUR_STEPS)
    candidates = range(QUALITIES[0] - reach, QUALITIES[-1] + reach + 1)
    errors = {quality: _recompression_error(sample, quality) for quality in candidates}

    def error_ratio(quality: int) -> float:
        neighbours = [min(errors[quality - step], errors[quality + step]) for step in NEIGHBOUR_STEPS]
        return errors[quality] / max(neighbours)

    best = min(QUALITIES, key=error_ratio)
    return best if error_ratio(best) < MAX_ERROR_RATIO else None


def _recompression_error(crops: NDArray[np.uint8], quality: int) -> float:
    """Mean squared error of luma; chroma changes at every quality."""
    errors = (_luma(recompress(crop, quality)) - _luma(crop) for crop in crops)
    return float(np.mean([np.mean(error**2) for error in errors]) + 1e-6)


def _luma(crop: RgbImage) -> NDArray[np.float32]:
    return np.asarray(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), np.float32)
