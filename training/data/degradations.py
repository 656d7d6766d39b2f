"""What webcams, rooms and people do to a picture of a face: each one alone, to see what a network bears.

Nothing here is learned from. Lengths that belong to the face are in *crop pixels*, as long as a pixel of the
100-pixel crop that ``align`` would cut: two eyes are 31 of them apart. Noise is in levels of 256.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.alignment import CROP_SIZE, TEMPLATE, similarity_transform
from model.vision.face import LEFT_EYE, RIGHT_EYE, Face
from model.vision.frame import Box, RgbImage
from training.data.jpeg import recompress

ImageChange: TypeAlias = Callable[[RgbImage, Face, np.random.Generator], RgbImage]
"""The picture, the face that was found in it before, chance -> a changed picture of the same size."""

MASK_COLOUR, SUNGLASSES_COLOUR = (150, 190, 215), (25, 25, 25)
MASK_OUTLINE = np.array([[13, 58], [50, 54], [87, 58], [82, 94], [64, 118], [36, 118], [18, 94]], np.float64)
"""In a crop: from below the eyes, over the bridge of the nose, down to below the chin."""

LENS_RADIUS, BRIDGE_WIDTH = 12.5, 5.0
"""Of dark glasses, in crop pixels: wide enough for an eye and its lids, a bar from lens to lens."""


@dataclass(frozen=True, eq=False, slots=True)
class Degradation:
    """A named change that does the same to the same picture each time."""

    name: str
    change: ImageChange

    def __call__(self, image: RgbImage, face: Face, picture: str) -> RgbImage:
        """A changed copy; ``picture`` is the name that chance depends on."""
        seed = hashlib.sha256(f"{self.name} {picture}".encode()).digest()
        return self.change(image, face, np.random.default_rng(list(seed)))

    def fingerprint(self) -> str:
        """SHA-256 of what becomes of one made-up picture: another one after any change of strength."""
        image = np.random.default_rng(0).integers(0, 256, (120, 120, 3), np.uint8)
        face = Face(Box(10, 10, CROP_SIZE, CROP_SIZE), TEMPLATE + np.float32(10), 1.0)
        return hashlib.sha256(self.name.encode() + self(image, face, "").tobytes()).hexdigest()


def brightness(factor: float) -> ImageChange:
    """All levels times ``factor``; what becomes brighter than white is white."""
    return _levels(np.arange(256) * factor)


def gamma(exponent: float) -> ImageChange:
    """Shares of white to the power of ``exponent``: below 1 the shadows brighten, above 1 they darken."""
    return _levels(255 * (np.arange(256) / 255) ** exponent)


def blur(sigma: float) -> ImageChange:
    """Out of focus: a Gaussian with a standard deviation of ``sigma`` crop pixels."""
    return lambda image, face, rng: _rgb(cv2.GaussianBlur(image, (0, 0), sigma * _crop_pixel(face)))


def low_resolution(width: float) -> ImageChange:
    """So few pixels that the face's box is ``width`` wide, enlarged again; smaller faces stay as they are."""

    def change(image: RgbImage, face: Face, rng: np.random.Generator) -> RgbImage:
        height, whole = image.shape[:2]
        share = min(1.0, width / face.box.width)
        size = (max(1, round(whole * share)), max(1, round(height * share)))
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        return _rgb(cv2.resize(small, (whole, height), interpolation=cv2.INTER_LINEAR))

    return change


def jpeg(quality: int) -> ImageChange:
    return lambda image, face, rng: recompress(image, quality)


def noise(sigma: float) -> ImageChange:
    """A sensor in the dark: Gaussian, ``sigma`` levels, independent in each pixel and channel."""

    def change(image: RgbImage, face: Face, rng: np.random.Generator) -> RgbImage:
        return _rgb(image + np.float32(sigma) * rng.standard_normal(image.shape, np.float32))

    return change


def rotation(degrees: float) -> ImageChange:
    """Turned about the middle of the face's box, counter-clockwise; the picture's border is repeated."""

    def change(image: RgbImage, face: Face, rng: np.random.Generator) -> RgbImage:
        middle = (face.box.left + face.box.width / 2, face.box.top + face.box.height / 2)
        matrix = cv2.getRotationMatrix2D(middle, degrees, 1.0)
        return _rgb(cv2.warpAffine(image, matrix, image.shape[1::-1], borderMode=cv2.BORDER_REPLICATE))

    return change


def lower_half_mask(image: RgbImage, face: Face, rng: np.random.Generator) -> RgbImage:
    """A mask in one colour from the bridge of the nose down."""
    return _rgb(cv2.fillPoly(image.copy(), [_in_picture(MASK_OUTLINE, face)], MASK_COLOUR))


def sunglasses(image: RgbImage, face: Face, rng: np.random.Generator) -> RgbImage:
    """A dark disc over each eye and a bar from one to the other."""
    worn, pixel = image.copy(), _crop_pixel(face)
    left, right = (tuple(map(round, face.landmarks[eye].tolist())) for eye in (LEFT_EYE, RIGHT_EYE))
    for eye in (left, right):
        cv2.circle(worn, eye, max(1, round(LENS_RADIUS * pixel)), SUNGLASSES_COLOUR, cv2.FILLED)
    cv2.line(worn, left, right, SUNGLASSES_COLOUR, max(1, round(BRIDGE_WIDTH * pixel)))
    return worn


def _levels(table: NDArray[np.floating]) -> ImageChange:
    """``table[level]`` takes the place of each level."""
    rounded = _rgb(table)
    return lambda image, face, rng: rounded[image]


def _crop_pixel(face: Face) -> float:
    """How many pixels of the picture one of the crop is."""
    matrix = similarity_transform(face.landmarks, TEMPLATE)
    return float(1 / np.hypot(matrix[0, 0], matrix[1, 0]))


def _in_picture(points: NDArray[np.float64], face: Face) -> NDArray[np.int32]:
    """Where points of the crop, (n, 2), lie in the picture."""
    matrix = similarity_transform(face.landmarks, TEMPLATE)
    return np.linalg.solve(matrix[:, :2], points.T - matrix[:, 2:]).T.round().astype(np.int32)


def _rgb(image: NDArray[np.generic]) -> RgbImage:
    """Rounded and kept between 0 and 255."""
    return np.asarray(image).round().clip(0, 255).astype(np.uint8)


DEGRADATIONS = (
    Degradation("light x0.4", brightness(0.4)),
    Degradation("light x1.6", brightness(1.6)),
    Degradation("gamma 0.5", gamma(0.5)),
    Degradation("gamma 2", gamma(2.0)),
    Degradation("blur of 2 crop pixels", blur(2.0)),
    Degradation("40-pixel face", low_resolution(40)),
    Degradation("JPEG of quality 25", jpeg(25)),
    Degradation("noise of 20 levels", noise(20.0)),
    Degradation("rolled +20 degrees", rotation(20.0)),
    Degradation("rolled -20 degrees", rotation(-20.0)),
    Degradation("lower half covered", lower_half_mask),
    Degradation("dark glasses", sunglasses),
)
