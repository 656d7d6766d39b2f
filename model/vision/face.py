"""A face in an image, and the protocols of face finders."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from model.vision.frame import Box, RgbImage

Landmarks: TypeAlias = NDArray[np.float32]
"""(5, 2), float32, x and y in pixels: left eye, right eye, nose, left and right mouth corner. Left and right
are the image's: the person's right eye comes first."""

LEFT_EYE, RIGHT_EYE, NOSE, LEFT_MOUTH, RIGHT_MOUTH = range(5)


@dataclass(frozen=True, eq=False, slots=True)
class Face:
    """``score`` is the finder's confidence in [0, 1]; higher = more certain."""

    box: Box
    landmarks: Landmarks
    score: float

    @property
    def eye_distance(self) -> float:
        """In pixels."""
        return float(np.linalg.norm(self.landmarks[RIGHT_EYE] - self.landmarks[LEFT_EYE]))


def most_central_face(faces: Sequence[Face], image: RgbImage) -> Face | None:
    """The face nearest the centre of ``image``; None without a face. In LFW it is the named person's."""
    height, width = image.shape[:2]

    def distance(face: Face) -> float:
        across = face.box.left + face.box.width / 2 - width / 2
        down = face.box.top + face.box.height / 2 - height / 2
        return float(np.hypot(across, down))

    return min(faces, key=distance, default=None)


class FaceFinder(Protocol):
    def find(self, image: RgbImage) -> list[Face]:
        """Every face of ``image``, the largest box first; an empty list when there is none."""


class TrackingFaceFinder(FaceFinder, Protocol):
    def track(self, image: RgbImage, face: Face) -> Face | None:
        """The ``face`` of the previous frame in ``image``, or None when it is lost. Faster than ``find``;
        does not check identity."""
