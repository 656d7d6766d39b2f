"""JPEG compression of images in memory."""

import cv2
import numpy as np

from model.vision.frame import RgbImage


def recompress(image: RgbImage, quality: int) -> RgbImage:
    """Encode as JPEG at a ``quality`` of 0 to 100, and decode again.

    JPEG stores luma more precisely than chroma, so the channel order matters: luma is 0.3 red and 0.1 blue.
    """
    bgr = cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    stored = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(stored, cv2.IMREAD_COLOR_RGB), np.uint8)
