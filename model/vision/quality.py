"""Why a face is not good enough to keep or to judge, in words that a person can act on."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.face import Face, Landmarks
from model.vision.frame import RgbImage

Luma: TypeAlias = NDArray[np.float32]
"""(height, width), float32, in [0, 255]; higher = brighter."""

FACE_CENTRE = (slice(30, 90), slice(25, 75))
"""Rows and columns of a crop that show the face from brows to chin, and none of its background."""

BURNT_OUT_LUMA = 250
FRONTAL_NOSE_HEIGHT = 0.53
"""The median over LFW."""


class Flaw(StrEnum):
    TOO_DARK = "too dark"
    TOO_BRIGHT = "too bright"
    TOO_SMALL = "too small"
    TURNED_AWAY = "turned away"
    TOO_BLURRED = "too blurred"


@dataclass(frozen=True, slots=True)
class QualityLimits:
    """What a face may be at worst. Luma is in [0, 255]; see also ``sharpness`` and ``nose_place``."""

    min_sharpness: float
    min_mean_luma: float
    max_burnt_out_share: float
    min_eye_distance_px: float
    max_nose_sideways: float
    max_nose_height_deviation: float


FOR_KEEPING = QualityLimits(
    min_sharpness=0.020,
    min_mean_luma=40,
    max_burnt_out_share=0.10,
    min_eye_distance_px=30,
    max_nose_sideways=0.27,
    max_nose_height_deviation=0.23,
)
"""For references and training crops. Of ordinary press photographs (LFW) about one in eight fails."""

FOR_JUDGING = QualityLimits(
    min_sharpness=0.010,
    min_mean_luma=32,
    max_burnt_out_share=0.30,
    min_eye_distance_px=20,
    max_nose_sideways=0.40,
    max_nose_height_deviation=0.32,
)
"""For verification. Of ordinary press photographs (LFW) about one in fifty fails."""


def assess(face: Face, crop: RgbImage, limits: QualityLimits) -> tuple[Flaw, ...]:
    """What is wrong with ``face`` and its aligned ``crop``, its light first: nothing is seen without."""
    luma = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY).astype(np.float32)
    centre = luma[FACE_CENTRE]
    sideways, height = nose_place(face.landmarks)
    fine = {
        Flaw.TOO_DARK: centre.mean() >= limits.min_mean_luma,
        Flaw.TOO_BRIGHT: np.mean(centre >= BURNT_OUT_LUMA) <= limits.max_burnt_out_share,
        Flaw.TOO_SMALL: face.eye_distance >= limits.min_eye_distance_px,
        Flaw.TURNED_AWAY: abs(sideways) <= limits.max_nose_sideways
        and abs(height - FRONTAL_NOSE_HEIGHT) <= limits.max_nose_height_deviation,
        Flaw.TOO_BLURRED: sharpness(luma) >= limits.min_sharpness,
    }
    return tuple(flaw for flaw, is_fine in fine.items() if not is_fine)


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
