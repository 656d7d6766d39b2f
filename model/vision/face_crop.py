"""Crops of the faces of a photograph."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from model.messages.message import Message
from model.messages.message_error import MessageError
from model.vision.alignment import CROP_SIZE, TEMPLATE, align, extend_border
from model.vision.face import Face, FaceFinder
from model.vision.frame import Box, RgbImage
from model.vision.orientation import Rotation, find_oriented_faces, rotate
from model.vision.quality import VERIFICATION_LIMITS, check_quality

SMALL_SIDE = 2 * CROP_SIZE
"""Pixels: an image with a shorter side may be all face. Its border is extended to find the face."""
MAX_SEARCHED_PIXELS = 8_000_000
"""Larger photographs are searched at a smaller size; their crops keep the original resolution. Searching 48
megapixels takes 2 GB and, in four orientations, a minute."""
MAX_ALIGNMENT_ERROR = 6.0
"""Pixels: an image of a crop's size whose landmarks are within this mean distance of the template is a
crop."""


class NoCropError(MessageError, ValueError):
    """No crop could be made of the image. The message is a sentence about it."""


@dataclass(frozen=True, eq=False, slots=True)
class FoundFaces:
    """``faces``, the largest first, in pixels of ``extended``, which is ``image`` extended by ``margin``
    pixels on each side. ``image`` is the photograph, rotated clockwise by ``rotation`` degrees."""

    image: RgbImage
    extended: RgbImage
    margin: int
    faces: Sequence[Face]
    rotation: Rotation

    @property
    def crops(self) -> list[RgbImage]:
        """All faces, aligned."""
        return [self.crop_of(face) for face in self.faces]

    def in_image(self, face: Face) -> Face:
        """The same face in pixels of ``image``."""
        box = replace(face.box, left=face.box.left - self.margin, top=face.box.top - self.margin)
        return replace(face, box=box, landmarks=(face.landmarks - self.margin).astype(np.float32))

    def crop_of(self, face: Face) -> RgbImage:
        landmarks = self.in_image(face).landmarks
        distance = np.linalg.norm(landmarks - TEMPLATE, axis=1).mean()
        if is_crop(self.image) and distance < MAX_ALIGNMENT_ERROR:
            return self.image
        return align(self.image, landmarks)


def require_faces(image: RgbImage, finder: FaceFinder) -> FoundFaces:
    """As ``find_faces``, but raises NoCropError when there is none."""
    found = find_faces(image, finder)
    if not found.faces:
        raise NoCropError(describe_no_face(image))
    return found


def describe_no_face(image: RgbImage) -> Message:
    """A sentence about an image without a face."""
    light = next(iter(check_quality(image, None, None, VERIFICATION_LIMITS)), None)
    if light:
        return Message("No face was found in it: it is {light}.", light=light)
    return Message("No face was found in it.")


def single_face(image: RgbImage, finder: FaceFinder) -> RgbImage:
    """The only face of an image, aligned. Raises NoCropError when there is none, or more than one."""
    crops = require_faces(image, finder).crops
    if len(crops) > 1:
        raise NoCropError(Message("It shows {count} faces. Crop it to the person's face.", count=len(crops)))
    return crops[0]


def crop_or_single_face(image: RgbImage, new_finder: Callable[[], FaceFinder]) -> RgbImage:
    """``image`` itself if it is a crop, else its only face: users may put photographs among the crops.

    Raises NoCropError.
    """
    return image if is_crop(image) else single_face(image, new_finder())


def find_faces(image: RgbImage, finder: FaceFinder) -> FoundFaces:
    """In the photograph as it is or, when no face in it is upright, rotated."""
    margin = CROP_SIZE // 2 if min(image.shape[:2]) < SMALL_SIDE else 0
    extended = extend_border(image, margin)
    found = find_oriented_faces(_shrink(extended), finder)
    upright = rotate(extended, found.rotation)
    factor = upright.shape[1] / found.image.shape[1]
    faces = [_scale(face, factor) for face in found.faces]
    return FoundFaces(rotate(image, found.rotation), upright, margin, faces, found.rotation)


def is_crop(image: RgbImage) -> bool:
    """By its size."""
    return image.shape == (CROP_SIZE, CROP_SIZE, 3)


def _shrink(image: RgbImage) -> RgbImage:
    """To MAX_SEARCHED_PIXELS."""
    factor = (MAX_SEARCHED_PIXELS / (image.shape[0] * image.shape[1])) ** 0.5
    if factor >= 1:
        return image
    small = cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def _scale(face: Face, factor: float) -> Face:
    if factor == 1:
        return face
    box = Box(*(factor * side for side in (face.box.left, face.box.top, face.box.width, face.box.height)))
    # Pixel centres are at whole numbers.
    landmarks = (face.landmarks + 0.5) * factor - 0.5
    return replace(face, box=box, landmarks=landmarks.astype(np.float32))
