"""From a photograph to crops of its faces."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from model.vision.alignment import CROP_SIZE, TEMPLATE, align
from model.vision.face import Face, FaceFinder
from model.vision.frame import Box, RgbImage
from model.vision.orientation import Rotation, find_in_any_orientation, turned
from model.vision.quality import FOR_JUDGING, assess

SMALL_PICTURE = 2 * CROP_SIZE
"""A picture with a shorter side may be all face: its border is repeated round it to find the face."""
MOST_SEARCHED_PIXELS = 8_000_000
"""A larger photograph is shrunk to be searched; its crops are cut from it as it is. To search 48 megapixels
takes 2 GB and, in four orientations, a minute."""
ALIGNED_WITHIN = 6.0
"""Pixels: a crop whose landmarks are on average so near their places is aligned already and stays as is."""


class NoCropError(ValueError):
    """The picture gives no crop. The message is a sentence about it."""


@dataclass(frozen=True, eq=False, slots=True)
class FoundFaces:
    """``faces`` of ``image``, the largest first, as they lie in ``wider``: the image with a ``margin`` of so
    many pixels on each side. ``image`` is the photograph, turned clockwise by ``rotation`` degrees."""

    image: RgbImage
    wider: RgbImage
    margin: int
    faces: Sequence[Face]
    rotation: Rotation

    @property
    def crops(self) -> list[RgbImage]:
        """Every face, aligned."""
        return [self.crop_of(face) for face in self.faces]

    def in_image(self, face: Face) -> Face:
        """The same face where it lies in ``image``."""
        box = replace(face.box, left=face.box.left - self.margin, top=face.box.top - self.margin)
        return replace(face, box=box, landmarks=(face.landmarks - self.margin).astype(np.float32))

    def crop_of(self, face: Face) -> RgbImage:
        landmarks = self.in_image(face).landmarks
        distance = np.linalg.norm(landmarks - TEMPLATE, axis=1).mean()
        if is_crop(self.image) and distance < ALIGNED_WITHIN:
            return self.image
        return align(self.image, landmarks)


def require_faces(image: RgbImage, finder: FaceFinder) -> FoundFaces:
    """As ``find_faces``. Raises NoCropError when there is none."""
    found = find_faces(image, finder)
    if not found.faces:
        raise NoCropError(no_face_words(image))
    return found


def no_face_words(image: RgbImage) -> str:
    """A sentence about a picture in which no face was found."""
    light = next(iter(assess(image, None, None, FOR_JUDGING)), None)
    return f"No face was found in it: it is {light}." if light else "No face was found in it."


def only_face(image: RgbImage, finder: FaceFinder) -> RgbImage:
    """The face of a picture that shows one, aligned. Raises NoCropError when it shows none, or several."""
    crops = require_faces(image, finder).crops
    if len(crops) > 1:
        raise NoCropError(f"It shows {len(crops)} faces. Cut it to the person's face.")
    return crops[0]


def stored_crop(image: RgbImage, new_finder: Callable[[], FaceFinder]) -> RgbImage:
    """``image`` if it is a crop, else its only face: a photograph that somebody has put among the crops.

    Raises NoCropError.
    """
    return image if is_crop(image) else only_face(image, new_finder())


def find_faces(image: RgbImage, finder: FaceFinder) -> FoundFaces:
    """Of the photograph as it is; where no face is upright in it, of the photograph turned."""
    margin = CROP_SIZE // 2 if min(image.shape[:2]) < SMALL_PICTURE else 0
    wider = _with_margin(image, margin)
    found = find_in_any_orientation(_shrunk(wider), finder)
    upright = turned(wider, found.rotation)
    factor = upright.shape[1] / found.image.shape[1]
    faces = [_enlarged(face, factor) for face in found.faces]
    return FoundFaces(turned(image, found.rotation), upright, margin, faces, found.rotation)


def is_crop(image: RgbImage) -> bool:
    """Whether it has the size of one."""
    return image.shape == (CROP_SIZE, CROP_SIZE, 3)


def _with_margin(image: RgbImage, margin: int) -> RgbImage:
    wider = cv2.copyMakeBorder(image, margin, margin, margin, margin, cv2.BORDER_REPLICATE)
    return np.asarray(wider, np.uint8)


def _shrunk(image: RgbImage) -> RgbImage:
    """To what is searched at most."""
    factor = (MOST_SEARCHED_PIXELS / (image.shape[0] * image.shape[1])) ** 0.5
    if factor >= 1:
        return image
    small = cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def _enlarged(face: Face, factor: float) -> Face:
    if factor == 1:
        return face
    box = Box(*(factor * side for side in (face.box.left, face.box.top, face.box.width, face.box.height)))
    # The middle of a pixel is at its whole number.
    landmarks = (face.landmarks + 0.5) * factor - 0.5
    return replace(face, box=box, landmarks=landmarks.astype(np.float32))
