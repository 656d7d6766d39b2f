"""Why a face is not good enough to keep or to judge, in words that a person can act on."""

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
"""Rows and columns of a crop that show the face from brows to chin, and none of its background."""

FACE_CENTRE_GRID = (slice(30, 90, 5), slice(25, 75, 5))
"""The same, in so many places as it takes to see how much of it lies in the picture."""

BURNT_OUT_LUMA = 250
FRONTAL_NOSE_HEIGHT = 0.53
"""The median over LFW."""

DARK_LUMA = 50
DARK_SHARE = 0.95
"""A picture is too dark to see a face in when so much of it is darker. So were all of about 2,000 pictures
(LFW, recordings) in which no face was found at 2 % to 20 % of the light."""
BURNT_OUT_SHARE = 0.20
"""A picture is too bright when more of its middle, half as wide and half as high, is burnt out. So was that
of 98 % of the pictures in which none was found at 2.5 to 4 times the light, and of none of 258 ordinary ones
(at most 11 %)."""
LIGHT_STEP = 4
"""Every so many pixels each way are looked at."""


class Flaw(StrEnum):
    CUT_OFF = "cut off by the edge of the picture"
    TOO_DARK = "too dark"
    TOO_BRIGHT = "too bright"
    TOO_SMALL = "too small"
    TURNED_AWAY = "turned away"
    TOO_BLURRED = "too blurred"


@dataclass(frozen=True, slots=True)
class QualityLimits:
    """What a face may be at worst. Luma is in [0, 255]; see also ``sharpness`` and ``nose_place``.
    ``max_share_outside``: of the face from brows to chin, beyond the picture's edges (docs/decisions/0022).
    """

    max_share_outside: float
    min_sharpness: float
    min_mean_luma: float
    max_burnt_out_share: float
    min_eye_distance_px: float
    max_nose_sideways: float
    max_nose_height_deviation: float


FOR_KEEPING = QualityLimits(
    max_share_outside=0.02,
    min_sharpness=0.020,
    min_mean_luma=40,
    max_burnt_out_share=0.10,
    min_eye_distance_px=30,
    max_nose_sideways=0.27,
    max_nose_height_deviation=0.23,
)
"""For references and training crops. Of ordinary press photographs (LFW) about one in eight fails."""

FOR_JUDGING = QualityLimits(
    max_share_outside=0.10,
    min_sharpness=0.010,
    min_mean_luma=32,
    max_burnt_out_share=0.30,
    min_eye_distance_px=20,
    max_nose_sideways=0.40,
    max_nose_height_deviation=0.32,
)
"""For verification. Of ordinary press photographs (LFW) about one in fifty fails."""


def assess(
    image: RgbImage, face: Face | None, crop: RgbImage | None, limits: QualityLimits
) -> tuple[Flaw, ...]:
    """What is wrong with ``face`` of ``image`` and its aligned ``crop``, the gravest first; without a face,
    the light that may hide one."""
    if face is None or crop is None:
        return _hiding(image)
    luma = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY).astype(np.float32)
    centre = luma[FACE_CENTRE]
    sideways, height = nose_place(face.landmarks)
    outside = share_outside(face.landmarks, image.shape[:2], FACE_CENTRE_GRID)
    fine = {
        Flaw.CUT_OFF: outside <= limits.max_share_outside,
        Flaw.TOO_DARK: centre.mean() >= limits.min_mean_luma,
        Flaw.TOO_BRIGHT: np.mean(centre >= BURNT_OUT_LUMA) <= limits.max_burnt_out_share,
        Flaw.TOO_SMALL: face.eye_distance >= limits.min_eye_distance_px,
        Flaw.TURNED_AWAY: abs(sideways) <= limits.max_nose_sideways
        and abs(height - FRONTAL_NOSE_HEIGHT) <= limits.max_nose_height_deviation,
        Flaw.TOO_BLURRED: sharpness(luma) >= limits.min_sharpness,
    }
    return tuple(flaw for flaw, is_fine in fine.items() if not is_fine)


def _hiding(image: RgbImage) -> tuple[Flaw, ...]:
    """The light in which no face can be seen; empty: that is not to blame."""
    luma = cv2.cvtColor(np.ascontiguousarray(image[::LIGHT_STEP, ::LIGHT_STEP]), cv2.COLOR_RGB2GRAY)
    if np.mean(luma < DARK_LUMA) > DARK_SHARE:
        return (Flaw.TOO_DARK,)
    height, width = luma.shape
    middle = luma[height // 4 : height - height // 4, width // 4 : width - width // 4]
    return (Flaw.TOO_BRIGHT,) if np.mean(middle >= BURNT_OUT_LUMA) > BURNT_OUT_SHARE else ()


def sharpness(luma: Luma) -> float:
    """Variance of the Laplacian over the variance of luma, in the face's centre: 0 = flat, about 0.04 sharp.

    Smoothed first, so that a camera's noise does not count as detail; relative, so that little light does
    not count as blur.
    """
    smooth = cv2.GaussianBlur(luma, (0, 0), 1)
    detail = cv2.Laplacian(smooth, cv2.CV_32F)[FACE_CENTRE]
    return float(detail.var() / (luma[FACE_CENTRE].var() + 1))


def nose_place(landmarks: Landmarks) -> tuple[float, float]:
    """Where the nose lies in the upright face: sideways from the line between the middles of eyes and mouth,
    in eye distances, positive to the right of the picture; and down from the eyes, in shares of the way to
    the mouth. A turned head moves it by about 0.4 times the tangent of the angle.
    """
    left_eye, right_eye, nose, left_mouth, right_mouth = landmarks.astype(np.float64) @ [1, 1j]
    eyes, eye_to_eye = (left_eye + right_eye) / 2, right_eye - left_eye
    mouth = ((left_mouth + right_mouth) / 2 - eyes) / eye_to_eye
    nose = (nose - eyes) / eye_to_eye
    height = nose.imag / mouth.imag
    return float(nose.real - height * mouth.real), float(height)
