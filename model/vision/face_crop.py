"""The crop of the one face that a photograph is about."""

from collections.abc import Callable, Sequence

import cv2
import numpy as np

from model.vision.alignment import CROP_SIZE, TEMPLATE, align
from model.vision.face import Face, FaceFinder
from model.vision.frame import RgbImage

SMALL_PICTURE = 2 * CROP_SIZE
"""A picture with a shorter side may be all face: its border is repeated round it to find the face."""
ALIGNED_WITHIN = 6.0
"""Pixels: a crop whose landmarks are on average so near their places is aligned already and stays as is."""

Choice = Callable[[Sequence[Face], RgbImage], Face | None]
"""One of the faces of a picture, the largest first; None when there is none."""


def largest_face(faces: Sequence[Face], image: RgbImage) -> Face | None:
    return next(iter(faces), None)


def face_crop(image: RgbImage, finder: FaceFinder, choose: Choice) -> RgbImage | None:
    """The chosen face, aligned; None when there is no face."""
    margin = CROP_SIZE // 2 if min(image.shape[:2]) < SMALL_PICTURE else 0
    wider = _with_margin(image, margin)
    face = choose(finder.find(wider), wider)
    if face is None:
        return None
    landmarks = (face.landmarks - margin).astype(np.float32)
    distance = np.linalg.norm(landmarks - TEMPLATE, axis=1).mean()
    if image.shape[:2] == (CROP_SIZE, CROP_SIZE) and distance < ALIGNED_WITHIN:
        return image
    return align(image, landmarks)


def _with_margin(image: RgbImage, margin: int) -> RgbImage:
    wider = cv2.copyMakeBorder(image, margin, margin, margin, margin, cv2.BORDER_REPLICATE)
    return np.asarray(wider, np.uint8)
