"""A face in a picture, and whatever can find one."""

from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from model.vision.frame import Box, RgbImage

Landmarks: TypeAlias = NDArray[np.float32]
"""(5, 2), float32, x and y in pixels; as seen in the picture: left eye, right eye, nose, left and right
mouth corner (so the person's own right eye comes first)."""

LEFT_EYE, RIGHT_EYE, NOSE, LEFT_MOUTH, RIGHT_MOUTH = range(5)


@dataclass(frozen=True, eq=False, slots=True)
class Face:
    """A face with the finder's confidence ``score`` in [0, 1]; higher = surer."""

    box: Box
    landmarks: Landmarks
    score: float

    @property
    def eye_distance(self) -> float:
        """Pixels between the two eyes."""
        return float(np.linalg.norm(self.landmarks[RIGHT_EYE] - self.landmarks[LEFT_EYE]))


class FaceFinder(Protocol):
    def find(self, image: RgbImage) -> list[Face]:
        """Every face of ``image``, the largest box first; an empty list when there is none."""


class FaceFollower(FaceFinder, Protocol):
    def follow(self, image: RgbImage, face: Face) -> Face | None:
        """Where ``face`` of the frame before is in ``image``, or None when it is lost. Quicker than ``find``;
        whose face it is nobody looks."""
