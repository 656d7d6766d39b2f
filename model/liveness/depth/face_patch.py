"""The part of the picture that shows the face, and its skin, where texture is tracked."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.liveness.depth.feature_tracks import GreyImage
from model.vision.face import LEFT_EYE, LEFT_MOUTH, RIGHT_EYE, RIGHT_MOUTH, Face
from model.vision.frame import RgbImage

EYE_DISTANCE_PX = 64.0
"""Larger faces are scaled down to this."""
REACH = 2.4
"""From the centre of the face to the edge of the patch, in eye distances: the face may move that far."""
FACE_AXES, FACE_DOWN = (1.05, 1.45), 0.5
"""The ellipse of a face from brows to chin, in eye distances; its centre below the eyes."""
EYE_AXES, MOUTH_AXES = (0.36, 0.22), (0.55, 0.28)
"""Eyes and mouth are left out: they move by themselves, and a print may have holes there."""


@dataclass(frozen=True, slots=True)
class FacePatch:
    """A fixed rectangle of the picture and its scale, so that positions of later frames can be compared."""

    left: int
    top: int
    right: int
    bottom: int
    scale: float

    @classmethod
    def around(cls, face: Face, image: RgbImage) -> "FacePatch":
        height, width = image.shape[:2]
        reach = REACH * face.eye_distance
        x, y = face.landmarks.mean(axis=0).tolist()
        left, right = max(0, int(x - reach)), min(width, int(x + reach) + 1)
        top, bottom = max(0, int(y - reach)), min(height, int(y + reach) + 1)
        return cls(left, top, right, bottom, min(1.0, EYE_DISTANCE_PX / max(1.0, face.eye_distance)))

    def grey(self, image: RgbImage) -> GreyImage:
        part = image[self.top : self.bottom, self.left : self.right]
        return _shrunk(np.asarray(cv2.cvtColor(part, cv2.COLOR_RGB2GRAY), np.uint8), self.scale)

    def skin_mask(self, face: Face, shape: tuple[int, ...]) -> NDArray[np.uint8]:
        """255 on the face from brows to chin, without eyes and mouth; of ``grey``'s shape."""
        points = (face.landmarks - [self.left, self.top]) * self.scale
        eye = points[RIGHT_EYE] - points[LEFT_EYE]
        unit = float(np.hypot(*eye))
        down = np.array([-eye[1], eye[0]]) / unit
        angle = float(np.degrees(np.arctan2(eye[1], eye[0])))
        mask = np.zeros(shape[:2], np.uint8)
        eyes, mouth = (
            points[[LEFT_EYE, RIGHT_EYE]].mean(axis=0),
            points[[LEFT_MOUTH, RIGHT_MOUTH]].mean(axis=0),
        )
        _fill(mask, eyes + FACE_DOWN * unit * down, FACE_AXES, unit, angle, 255)
        for hole, axes in ((points[LEFT_EYE], EYE_AXES), (points[RIGHT_EYE], EYE_AXES), (mouth, MOUTH_AXES)):
            _fill(mask, hole, axes, unit, angle, 0)
        return mask


def _shrunk(grey: GreyImage, scale: float) -> GreyImage:
    """Halved as often as it can be, then interpolated: ten times as fast as averaging areas of any size."""
    size = tuple(max(1, round(side * scale)) for side in grey.shape[1::-1])
    while min(side // 2 - wanted for side, wanted in zip(grey.shape[1::-1], size, strict=True)) >= 0:
        half = (grey.shape[1] // 2, grey.shape[0] // 2)
        grey = np.asarray(cv2.resize(grey, half, interpolation=cv2.INTER_AREA), np.uint8)
    if grey.shape[1::-1] == size:
        return grey
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _fill(
    mask: NDArray[np.uint8],
    centre: NDArray[np.float64],
    axes: tuple[float, float],
    unit: float,
    angle: float,
    value: int,
) -> None:
    x, y = centre.tolist()
    size = (round(axes[0] * unit), round(axes[1] * unit))
    cv2.ellipse(mask, (round(x), round(y)), size, angle, 0, 360, value, cv2.FILLED)
