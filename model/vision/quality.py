"""Check whether a face is good enough to collect or to verify; name flaws that the user can correct."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.alignment import share_outside
from model.vision.face import Face, Landmarks
from model.vision.frame import RgbImage

Luma: TypeAlias = NDArray[np.float32]
"""(height, width), float32, in [0, 255]; higher = brighter."""

FACE_CENTRE = (slice(30, 90), slice(25, 75))
"""Rows and columns of a crop: the face from brows to chin, without background."""

FACE_CENTRE_GRID = (slice(30, 90, 5), slice(25, 75, 5))
"""The same, sampled; enough to measure how much of it lies outside the image."""

OVEREXPOSED_LUMA = 250
FRONTAL_NOSE_HEIGHT = 0.53
"""The median over LFW."""

DARK_LUMA = 50
MAX_DARK_IMAGE_SHARE = 0.95
"""An image in which a larger share is darker than DARK_LUMA is too dark for finding faces. This held for all
of about 2,000 images (LFW, recordings) in which no face was found at 2 % to 20 % of the light."""
MAX_OVEREXPOSED_IMAGE_SHARE = 0.20
"""An image is too bright when a larger share of its centre, half as wide and half as high, is overexposed.
This held for 98 % of the images in which no face was found at 2.5 to 4 times the light, and for none of 258
ordinary ones (at most 11 %)."""
LIGHT_STRIDE = 4
"""Pixels between samples."""


class Flaw(StrEnum):
    CUT_OFF = "cut off by the edge of the picture"
    TOO_DARK = "too dark"
    TOO_BRIGHT = "too bright"
    TOO_SMALL = "too small"
    TURNED_AWAY = "turned away"
    TOO_BLURRED = "too blurred"


@dataclass(frozen=True, slots=True)
class QualityLimits:
    """The worst acceptable values. Luma is in [0, 255]; see also ``sharpness`` and ``nose_offset``.
    ``max_share_outside``: of the face from brows to chin, beyond the image's edges (docs/decisions/0022).
    """

    max_share_outside: float
    min_sharpness: float
    min_mean_luma: float
    max_overexposed_share: float
    min_eye_distance_px: float
    max_nose_sideways: float
    max_nose_height_deviation: float


COLLECTION_LIMITS = QualityLimits(
    max_share_outside=0.02,
    min_sharpness=0.020,
    min_mean_luma=40,
    max_overexposed_share=0.10,
    min_eye_distance_px=30,
    max_nose_sideways=0.27,
    max_nose_height_deviation=0.23,
)
"""For references and training crops. About one in eight press photographs (LFW) fails."""

VERIFICATION_LIMITS = QualityLimits(
    max_share_outside=0.10,
    min_sharpness=0.010,
    min_mean_luma=32,
    max_overexposed_share=0.30,
    min_eye_distance_px=20,
    max_nose_sideways=0.40,
    max_nose_height_deviation=0.32,
)
"""For verification. About one in fifty press photographs (LFW) fails."""


def check_quality(
    image: RgbImage, face: Face | None, crop: RgbImage | None, limits: QualityLimits
) -> tuple[Flaw, ...]:
    """The flaws of ``face`` in ``image`` and of its aligned ``crop``, the worst first; without a face, the
    light that may hide one."""
    if face is None or crop is None:
        return _light_flaws(image)
    luma = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY).astype(np.float32)
    centre = luma[FACE_CENTRE]
    sideways, height = nose_offset(face.landmarks)
    outside = share_outside(face.landmarks, image.shape[:2], FACE_CENTRE_GRID)
    passes = {
        Flaw.CUT_OFF: outside <= limits.max_share_outside,
        Flaw.TOO_DARK: centre.mean() >= limits.min_mean_luma,
        Flaw.TOO_BRIGHT: np.mean(centre >= OVEREXPOSED_LUMA) <= limits.max_overexposed_share,
        Flaw.TOO_SMALL: face.eye_distance >= limits.min_eye_distance_px,
        Flaw.TURNED_AWAY: abs(sideways) <= limits.max_nose_sideways
        and abs(height - FRONTAL_NOSE_HEIGHT) <= limits.max_nose_height_deviation,
        Flaw.TOO_BLURRED: sharpness(luma) >= limits.min_sharpness,
    }
    return tuple(flaw for flaw, passed in passes.items() if not passed)


def _light_flaws(image: RgbImage) -> tuple[Flaw, ...]:
    """Whether the whole image is too dark or too bright."""
    luma = cv2.cvtColor(np.ascontiguousarray(image[::LIGHT_STRIDE, ::LIGHT_STRIDE]), cv2.COLOR_RGB2GRAY)
    if np.mean(luma < DARK_LUMA) > MAX_DARK_IMAGE_SHARE:
        return (Flaw.TOO_DARK,)
    height, width = luma.shape
    centre = luma[height // 4 : height - height // 4, width // 4 : width - width // 4]
    return (Flaw.TOO_BRIGHT,) if np.mean(centre >= OVEREXPOSED_LUMA) > MAX_OVEREXPOSED_IMAGE_SHARE else ()


def sharpness(luma: Luma) -> float:
    """Variance of the Laplacian relative to the variance of luma, in the face's centre: 0 = flat, 0.04 =
    sharp.

    Smoothed first, so that noise does not count as detail; relative, so that dim light does not count as
    blur.
    """
    smooth = cv2.GaussianBlur(luma, (0, 0), 1)
    detail = cv2.Laplacian(smooth, cv2.CV_32F)[FACE_CENTRE]
    return float(detail.var() / (luma[FACE_CENTRE].var() + 1))


def nose_offset(landmarks: Landmarks) -> tuple[float, float]:
    """The nose's position in the upright face: sideways from the line between the centres of eyes and mouth,
    in eye distances, positive to the right of the image; and down from the eyes, as a share of the way to the
    mouth. Turning the head moves it by about 0.4 times the tangent of the angle.
    """
    left_eye, right_eye, nose, left_mouth, right_mouth = landmarks.astype(np.float64) @ [1, 1j]
    eyes, eye_to_eye = (left_eye + right_eye) / 2, right_eye - left_eye
    mouth = ((left_mouth + right_mouth) / 2 - eyes) / eye_to_eye
    nose = (nose - eyes) / eye_to_eye
    height = nose.imag / mouth.imag
    return float(nose.real - height * mouth.real), float(height)
