"""Degradations of face images by webcams, rooms and people, one at a time, to measure robustness.

They are for evaluation, not for training. Lengths on the face are in *crop pixels*: pixels of the 100-pixel
crop that ``align`` would cut, where the eyes are 31 apart. Noise is in levels of 256.
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
from model.vision.image_file import recompress

ImageChange: TypeAlias = Callable[[RgbImage, Face, np.random.Generator], RgbImage]
"""(image, face found in it, random generator) -> a degraded image of the same size."""

MASK_COLOUR, SUNGLASSES_COLOUR = (150, 190, 215), (25, 25, 25)
MASK_OUTLINE = np.array([[13, 58], [50, 54], [87, 58], [82, 94], [64, 118], [36, 118], [18, 94]], np.float64)
"""In crop pixels: from below the eyes, over the bridge of the nose, to below the chin."""

LENS_RADIUS, BRIDGE_WIDTH = 12.5, 5.0
"""Of sunglasses, in crop pixels: each lens covers an eye and its lids, and a bar joins the lenses."""


@dataclass(frozen=True, eq=False, slots=True)
class Degradation:
    """A named change. It is deterministic for each image."""

    name: str
    change: ImageChange

    def __call__(self, image: RgbImage, face: Face, picture: str) -> RgbImage:
        """A degraded copy. ``picture`` is the image's name, which seeds the random generator."""
        seed = hashlib.sha256(f"{self.name} {picture}".encode()).digest()
        return self.change(image, face, np.random.default_rng(list(seed)))

    def fingerprint(self) -> str:
        """SHA-256 of a synthetic image after the change. It differs when any strength changes."""
        image = np.random.default_rng(0).integers(0, 256, (120, 120, 3), np.uint8)
        face = Face(Box(10, 10, CROP_SIZE, CROP_SIZE), TEMPLATE + np.float32(10), 1.0)
        return hashlib.sha256(self.name.encode() + self(image, face, "").tobytes()).hexdigest()


def brightness(factor: float) -> ImageChange:
    """Multiply all levels by ``factor`` and clip at white."""
    return _lookup(np.arange(256) * factor)


def gamma(exponent: float) -> ImageChange:
    """Gamma correction by ``exponent``: below 1 it brightens the shadows, above 1 it darkens them."""
    return _lookup(255 * (np.arange(256) / 255) ** exponent)


def blur(sigma: float) -> ImageChange:
    """Gaussian blur with a standard deviation of ``sigma`` crop pixels."""
    return lambda image, face, rng: _to_uint8(cv2.GaussianBlur(image, (0, 0), sigma * _crop_pixel_size(face)))


def low_resolution(width: float) -> ImageChange:
    """Downscale until the face's box is ``width`` pixels wide, and enlarge again. Smaller faces stay."""

    def change(image: RgbImage, face: Face, rng: np.random.Generator) -> RgbImage:
        height, whole = image.shape[:2]
        share = min(1.0, width / face.box.width)
        size = (max(1, round(whole * share)), max(1, round(height * share)))
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        return _to_uint8(cv2.resize(small, (whole, height), interpolation=cv2.INTER_LINEAR))

    return change


def jpeg(quality: int) -> ImageChange:
    return lambda image, face, rng: recompress(image, quality)


def noise(sigma: float) -> ImageChange:
    """Gaussian sensor noise of ``sigma`` levels, independent in each pixel and channel."""

    def change(image: RgbImage, face: Face, rng: np.random.Generator) -> RgbImage:
        return _to_uint8(image + np.float32(sigma) * rng.standard_normal(image.shape, np.float32))

    return change


def rotation(degrees: float) -> ImageChange:
    """Rotate counter-clockwise about the centre of the face's box; the border is replicated."""

    def change(image: RgbImage, face: Face, rng: np.random.Generator) -> RgbImage:
        middle = (face.box.left + face.box.width / 2, face.box.top + face.box.height / 2)
        matrix = cv2.getRotationMatrix2D(middle, degrees, 1.0)
        return _to_uint8(cv2.warpAffine(image, matrix, image.shape[1::-1], borderMode=cv2.BORDER_REPLICATE))

    return change


def cut_by_frame(share: float) -> ImageChange:
    """Move the image to the right until ``share`` of the face's box is outside; the free side repeats the
    border."""

    def change(image: RgbImage, face: Face, rng: np.random.Generator) -> RgbImage:
        inside = face.box.left + (1 - share) * face.box.width
        matrix = np.array([[1, 0, image.shape[1] - inside], [0, 1, 0]], np.float64)
        return _to_uint8(cv2.warpAffine(image, matrix, image.shape[1::-1], borderMode=cv2.BORDER_REPLICATE))

    return change


def lower_half_mask(image: RgbImage, face: Face, rng: np.random.Generator) -> RgbImage:
    """A face mask in one colour, from the bridge of the nose down."""
    return _to_uint8(cv2.fillPoly(image.copy(), [_to_image_points(MASK_OUTLINE, face)], MASK_COLOUR))


def sunglasses(image: RgbImage, face: Face, rng: np.random.Generator) -> RgbImage:
    """A dark disc over each eye, and a bar between them."""
    changed, pixel_size = image.copy(), _crop_pixel_size(face)
    left, right = (tuple(map(round, face.landmarks[eye].tolist())) for eye in (LEFT_EYE, RIGHT_EYE))
    for eye in (left, right):
        cv2.circle(changed, eye, max(1, round(LENS_RADIUS * pixel_size)), SUNGLASSES_COLOUR, cv2.FILLED)
    cv2.line(changed, left, right, SUNGLASSES_COLOUR, max(1, round(BRIDGE_WIDTH * pixel_size)))
    return changed


def _lookup(table: NDArray[np.floating]) -> ImageChange:
    """Replace each level by ``table[level]``."""
    rounded = _to_uint8(table)
    return lambda image, face, rng: rounded[image]


def _crop_pixel_size(face: Face) -> float:
    """The length of a crop pixel, in pixels of the image."""
    matrix = similarity_transform(face.landmarks, TEMPLATE)
    return float(1 / np.hypot(matrix[0, 0], matrix[1, 0]))


def _to_image_points(points: NDArray[np.float64], face: Face) -> NDArray[np.int32]:
    """The coordinates in the image of ``points`` (n, 2) of the crop."""
    matrix = similarity_transform(face.landmarks, TEMPLATE)
    return np.linalg.solve(matrix[:, :2], points.T - matrix[:, 2:]).T.round().astype(np.int32)


def _to_uint8(image: NDArray[np.generic]) -> RgbImage:
    """Rounded and clipped to 0..255."""
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
    Degradation("a quarter cut by the frame", cut_by_frame(0.25)),
)
