"""Pictures that were taken with a turned camera."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import cv2
import numpy as np

from model.vision.alignment import CROP_SIZE, TEMPLATE, align
from model.vision.face import Face, FaceFinder
from model.vision.frame import RgbImage

Rotation: TypeAlias = Literal[0, 90, 180, 270]
"""Degrees clockwise by which a picture has to be turned to be upright."""

ROTATIONS: tuple[Rotation, ...] = get_args(Rotation)
"""0 comes first."""

SURE_SCORE = 0.95
"""A face in a turned picture must reach it, as 99.4 % of LFW's upright faces do."""
CERTAIN_SCORE = 0.998
"""Two thirds of LFW's faces reach it, and are upright without a second look."""
SECOND_SCORE = 0.85
SECOND_PLACE = 6.0
"""Pixels of a crop: so far from their places its landmarks may lie, on average, at the second look."""

_CODES = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def rotation_words(rotation: Rotation) -> str:
    """A sentence about a photograph that was turned to find a face."""
    return f"No face in it is upright: it was turned clockwise by {rotation} degrees."


def turned(image: RgbImage, rotation: Rotation) -> RgbImage:
    """``image`` turned clockwise; at 90 and 270 degrees width and height change places."""
    return np.asarray(cv2.rotate(image, _CODES[rotation]), np.uint8) if rotation else image


@dataclass(frozen=True, eq=False, slots=True)
class OrientedFaces:
    """``faces``, the largest first, lie in ``image``: a picture turned clockwise by ``rotation`` degrees."""

    image: RgbImage
    faces: list[Face]
    rotation: Rotation


def find_in_any_orientation(image: RgbImage, finder: FaceFinder) -> OrientedFaces:
    """The faces of a photograph as it is; only where none of them is upright, those of the picture turned so
    that the surest one is (docs/decisions/0025). Without any face it takes four times as long."""
    as_it_is = OrientedFaces(image, finder.find(image), 0)
    if _is_upright(as_it_is, finder):
        return as_it_is
    best, best_score = as_it_is, SURE_SCORE
    for rotation in ROTATIONS[1:]:
        upright = turned(image, rotation)
        found = OrientedFaces(upright, finder.find(upright), rotation)
        score = max((face.score for face in found.faces), default=0.0)
        if score >= best_score and _is_upright(found, finder):
            best, best_score = found, score
    return best


def _is_upright(found: OrientedFaces, finder: FaceFinder) -> bool:
    """Whether one of the faces is. In a picture on its side the finder often sees a face of sorts, whose crop
    it hardly ever takes for an aligned face."""
    return any(
        face.score >= CERTAIN_SCORE or _is_found_again(align(found.image, face.landmarks), finder)
        for face in found.faces
    )


def _is_found_again(crop: RgbImage, finder: FaceFinder) -> bool:
    margin = CROP_SIZE // 2
    wider = cv2.copyMakeBorder(crop, margin, margin, margin, margin, cv2.BORDER_REPLICATE)
    return any(
        face.score >= SECOND_SCORE
        and np.linalg.norm(face.landmarks - (TEMPLATE + margin), axis=1).mean() <= SECOND_PLACE
        for face in finder.find(np.asarray(wider, np.uint8))
    )
