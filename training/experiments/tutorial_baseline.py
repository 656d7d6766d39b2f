"""The verification from the tutorial that this project started from, as a baseline for timing.

Its crop is a fixed window, not a face, and it calls the whole network once per reference. The weights are
random: they do not change the cost.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from model.network.koch2015 import build_koch_embedding
from model.network.siamese import ANCHOR, VALIDATION, build_siamese
from model.vision.alignment import CROP_SIZE
from model.vision.frame import RgbImage

WINDOW = 250
"""Side of the square in the middle of the frame, in pixels."""
DETECTION_THRESHOLD, VERIFICATION_THRESHOLD = 0.5, 0.5


class TutorialVerifier:
    def __init__(self, references: Sequence[RgbImage]) -> None:
        self._references = references
        self.siamese = build_siamese(build_koch_embedding())

    def verify(self, image: RgbImage) -> bool:
        crop = centre_crop(image)
        similarities = [self.similarity(crop, reference) for reference in self._references]
        share = np.mean(np.array(similarities) > DETECTION_THRESHOLD)
        return bool(share > VERIFICATION_THRESHOLD)

    def similarity(self, one: RgbImage, other: RgbImage) -> float:
        pair = {ANCHOR: one, VALIDATION: other}
        batch = {name: crop[np.newaxis].astype(np.float32) for name, crop in pair.items()}
        return float(self.siamese.predict(batch, verbose=0)[0, 0])


def centre_crop(image: RgbImage) -> RgbImage:
    """(CROP_SIZE, CROP_SIZE, 3) from the middle of ``image``."""
    top, left = ((side - WINDOW) // 2 for side in image.shape[:2])
    window = image[max(0, top) : max(0, top) + WINDOW, max(0, left) : max(0, left) + WINDOW]
    return np.asarray(cv2.resize(window, (CROP_SIZE, CROP_SIZE)), np.uint8)
