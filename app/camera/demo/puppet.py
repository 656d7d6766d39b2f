"""A person cut out of a portrait, drawn in any pose."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from app.camera.demo.portraits import Portrait
from model.vision.frame import RgbImage

TURN_REACH = 0.16
"""How far the centre of the face moves in a full turn of the head, in eye distances."""
HEAD_RADII = (1.6, 2.2)
"""Half the width and height of the region that moves with the head, in eye distances."""
HEAD_CENTRE_BELOW_EYES = 0.4
"""In eye distances."""
TRANSPARENT = (0, 0, 0, 255)
"""Outside the cutout, the background shows."""


@dataclass(frozen=True, slots=True)
class Pose:
    """``x``, ``y``: the point between the eyes, in pixels of the frame, like the eye distance.

    ``roll_degrees``: positive leans the head to the right of the image. ``turn`` and ``nod`` in [-1, 1]: 1 is
    a full turn to the right of the image, or a full nod down.
    """

    x: float
    y: float
    eye_distance: float
    roll_degrees: float = 0.0
    turn: float = 0.0
    nod: float = 0.0


class Puppet:
    """Draws the person of one portrait into frames. Not thread-safe."""

    def __init__(self, portrait: Portrait) -> None:
        self._cutout = cutout_of(portrait)
        left, right = np.array(portrait.left_eye), np.array(portrait.right_eye)
        self._eye_centre = (left + right) / 2
        self._axis = right - left
        self._head_region, self._bulge = self._find_head_region()
        self._head = self._cutout[self._head_region].copy()
        self._placement = np.eye(2, 3)

    def set_pose(self, pose: Pose) -> None:
        """Until the first call the person is drawn as in the portrait."""
        self._turn_head(pose)
        self._placement = self._matrix_of(pose)

    def draw(self, strip: RgbImage, top: int) -> RgbImage:
        """A copy of ``strip``, the rows of a frame from ``top`` on, with the person in it."""
        from_top = self._placement - np.array([[0, 0, 0], [0, 0, top]])
        size = (strip.shape[1], strip.shape[0])
        layer = cv2.warpAffine(self._cutout, from_top, size, borderValue=TRANSPARENT)
        through = cv2.cvtColor(cv2.extractChannel(layer, 3), cv2.COLOR_GRAY2RGB)
        behind = cv2.multiply(strip, through, scale=1 / 255)
        return np.asarray(cv2.add(behind, cv2.cvtColor(layer, cv2.COLOR_RGBA2RGB), dst=behind), np.uint8)

    def _find_head_region(self) -> tuple[tuple[slice, slice], NDArray[np.float32]]:
        """The head's rows and columns in the portrait, and how much each pixel follows a turn, in [0, 1]."""
        distance = np.hypot(*self._axis)
        centre = self._eye_centre + np.array([0, HEAD_CENTRE_BELOW_EYES * distance])
        radii = np.array(HEAD_RADII) * distance
        left, top = np.maximum(0, centre - radii).astype(int)
        right, bottom = (centre + radii).astype(int)
        rows, columns = np.ogrid[top:bottom, left:right]
        off_centre = ((columns - centre[0]) / radii[0]) ** 2 + ((rows - centre[1]) / radii[1]) ** 2
        bulge = np.clip(1 - off_centre, 0, 1) ** 2
        return (slice(top, bottom), slice(left, right)), bulge.astype(np.float32)

    def _turn_head(self, pose: Pose) -> None:
        """The centre of the face moves and its rim stays, as on a round head."""
        reach = np.float32(TURN_REACH * np.hypot(*self._axis))
        height, width = self._bulge.shape
        rows = np.arange(height, dtype=np.float32)[:, np.newaxis]
        columns = np.arange(width, dtype=np.float32)
        across = columns - self._bulge * (reach * np.float32(pose.turn))
        down = rows - self._bulge * (reach * np.float32(pose.nod))
        self._cutout[self._head_region] = cv2.remap(
            self._head, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )

    def _matrix_of(self, pose: Pose) -> NDArray[np.float64]:
        """The (2, 3) matrix from portrait to frame, by complex numbers, which rotate and scale."""
        turn = pose.eye_distance * np.exp(1j * np.radians(pose.roll_degrees)) / complex(*self._axis)
        shift = complex(pose.x, pose.y) - turn * complex(*self._eye_centre)
        return np.array([[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag]])


def cutout_of(portrait: Portrait) -> NDArray[np.uint8]:
    """(height, width, 4): the person in RGB, premultiplied, and the transparency, in 255ths.

    It is 1.5 times as high as the portrait, whose last row is repeated below.
    """
    picture = portrait.read()
    silhouette = portrait.silhouette(*picture.shape[:2])
    person = cv2.multiply(picture, cv2.cvtColor(silhouette, cv2.COLOR_GRAY2RGB), scale=1 / 255)
    cut = np.dstack([person, 255 - silhouette])
    below = picture.shape[0] // 2
    return np.asarray(cv2.copyMakeBorder(cut, 0, below, 0, 0, cv2.BORDER_REPLICATE), np.uint8)
