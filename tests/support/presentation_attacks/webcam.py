"""What a webcam adds: noise, and JPEG as most of them send it."""

import cv2
import numpy as np

from model.vision.frame import RgbImage

NOISE_LEVELS = 2.0
JPEG_QUALITY = 88
SHEET_PX = 1400
"""The side of the sheet of noise that each picture takes a random part of: larger than any picture."""


class Webcam:
    """``light``: of the scene, 1 = as it is. The noise stays the same: dim pictures are noisier."""

    def __init__(self, seed: int, light: float = 1.0) -> None:
        self._light = light
        self._rng = np.random.default_rng(seed)
        noise = self._rng.normal(0, NOISE_LEVELS, (SHEET_PX, SHEET_PX, 3))
        self._noise = np.rint(noise).astype(np.int8)

    def see(self, scene: RgbImage) -> RgbImage:
        height, width = scene.shape[:2]
        top, left = self._rng.integers(0, [SHEET_PX - height, SHEET_PX - width]).tolist()
        noise = self._noise[top : top + height, left : left + width]
        image = cv2.add(cv2.convertScaleAbs(scene, alpha=self._light), noise, dtype=cv2.CV_8U)
        encoded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1]
        return np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR), np.uint8)
