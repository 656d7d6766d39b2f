"""Find faces in photographs taken with a rotated camera."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import cv2
import numpy as np

from model.messages.message import Message
from model.vision.alignment import CROP_SIZE, TEMPLATE, align, extend_border
from model.vision.face import Face, FaceFinder
from model.vision.frame import RgbImage

Rotation: TypeAlias = Literal[0, 90, 180, 270]
"""Degrees clockwise by which an image has to be rotated to be upright."""

ROTATIONS: tuple[Rotation, ...] = get_args(Rotation)
"""0 comes first."""

MIN_ROTATED_SCORE = 0.95
"""Required of a face in a rotated image; 99.4 % of LFW's upright faces reach it."""
MIN_UPRIGHT_SCORE = 0.998
"""From this score on, a face counts as upright without a second look; two thirds of LFW's faces reach it."""
MIN_SECOND_SCORE = 0.85
MAX_SECOND_ERROR = 6.0
"""Pixels of a crop: the mean distance of its landmarks from the template, at the second look."""

_ROTATE_CODES = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def rotation_words(rotation: Rotation) -> Message:
    """A sentence about a photograph that was rotated to find a face."""
    return Message(
        "No face in it is upright: it was turned clockwise by {degrees} degrees.", degrees=rotation
    )


def rotate(image: RgbImage, rotation: Rotation) -> RgbImage:
    """Rotate clockwise; 90 and 270 degrees swap width and height."""
    return np.asarray(cv2.rotate(image, _ROTATE_CODES[rotation]), np.uint8) if rotation else image


@dataclass(frozen=True, eq=False, slots=True)
class OrientedFaces:
    """``faces``, the largest first, of ``image``, which was rotated clockwise by ``rotation`` degrees."""

    image: RgbImage
    faces: list[Face]
    rotation: Rotation


def find_oriented_faces(image: RgbImage, finder: FaceFinder) -> OrientedFaces:
    """The faces of a photograph as it is. Only when none of them is upright, those of the rotated photograph
    with the highest score (docs/decisions/0025). Without any face it takes four times as long."""
    original = OrientedFaces(image, finder.find(image), 0)
    if _is_upright(original, finder):
        return original
    best, best_score = original, MIN_ROTATED_SCORE
    for rotation in ROTATIONS[1:]:
        upright = rotate(image, rotation)
        found = OrientedFaces(upright, finder.find(upright), rotation)
        score = max((face.score for face in found.faces), default=0.0)
        if score >= best_score and _is_upright(found, finder):
            best, best_score = found, score
    return best


def _is_upright(found: OrientedFaces, finder: FaceFinder) -> bool:
    """Whether one of the faces is upright. In an image on its side the finder often reports a face, but
    rarely finds an aligned face in its crop."""
    return any(
        face.score >= MIN_UPRIGHT_SCORE or _is_found_again(align(found.image, face.landmarks), finder)
        for face in found.faces
    )


def _is_found_again(crop: RgbImage, finder: FaceFinder) -> bool:
    margin = CROP_SIZE // 2
    return any(
        face.score >= MIN_SECOND_SCORE
        and np.linalg.norm(face.landmarks - (TEMPLATE + margin), axis=1).mean() <= MAX_SECOND_ERROR
        for face in finder.find(extend_border(crop, margin))
    )
