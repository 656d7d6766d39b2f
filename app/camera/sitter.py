"""A person cut out of a portrait, who can be put before the camera in any pose."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from app.camera.portraits import Portrait
from model.vision.frame import RgbImage

TURN_REACH = 0.16
"""How far the middle of the face moves in a full turn of the head, as a share of the eye distance."""
HEAD_RADII = (1.6, 2.2)
"""Half the width and height of what moves with the head, in eye distances."""
HEAD_CENTRE_BELOW_EYES = 0.4
"""In eye distances."""


@dataclass(frozen=True, slots=True)
class Pose:
    """Where and how a person sits: the point between the eyes, in pixels of the frame, and the eye distance.

    ``roll_degrees`` leans the head, positive to the right as seen; ``turn`` and ``nod`` in [-1, 1]: 1 is the
    full turn to the right, or the full nod down.
    """

    x: float
    y: float
    eye_distance: float
    roll_degrees: float = 0.0
    turn: float = 0.0
    nod: float = 0.0


class Sitter:
    """Paints one portrait's person over frames. Not safe for two threads at a time."""

    def __init__(self, portrait: Portrait) -> None:
        picture = portrait.read()
        silhouette = portrait.silhouette(*picture.shape[:2])
        below = picture.shape[0] // 2
        cut_out = np.dstack([picture, silhouette])
        extended = cv2.copyMakeBorder(cut_out, 0, below, 0, 0, cv2.BORDER_REPLICATE)
        self._cut_out: NDArray[np.uint8] = np.asarray(extended, np.uint8)
        self._turned_cut_out = self._cut_out.copy()
        left, right = np.array(portrait.left_eye), np.array(portrait.right_eye)
        self._middle = (left + right) / 2
        self._axis = right - left
        self._head, self._bulge = self._head_window()

    def paint(self, frame: RgbImage, pose: Pose) -> RgbImage:
        """``frame`` with the person in it, a new array."""
        size = (frame.shape[1], frame.shape[0])
        layer = cv2.warpAffine(self._turned(pose), self._placement(pose), size)
        share = layer[:, :, 3].astype(np.float32) / np.float32(255)
        person = cv2.cvtColor(layer, cv2.COLOR_RGBA2RGB)
        return np.asarray(cv2.blendLinear(person, frame, share, 1 - share), np.uint8)

    def _head_window(self) -> tuple[tuple[slice, slice], NDArray[np.float32]]:
        """Where in the picture the head is, and how much each pixel there follows a turn, in [0, 1]."""
        distance = np.hypot(*self._axis)
        centre = self._middle + np.array([0, HEAD_CENTRE_BELOW_EYES * distance])
        radii = np.array(HEAD_RADII) * distance
        left, top = np.maximum(0, centre - radii).astype(int)
        right, bottom = (centre + radii).astype(int)
        rows, columns = np.ogrid[top:bottom, left:right]
        off_centre = ((columns - centre[0]) / radii[0]) ** 2 + ((rows - centre[1]) / radii[1]) ** 2
        bulge = np.clip(1 - off_centre, 0, 1) ** 2
        return (slice(top, bottom), slice(left, right)), bulge.astype(np.float32)

    def _turned(self, pose: Pose) -> NDArray[np.uint8]:
        """The cut-out with its head turned: the face's middle moves, its rim stays, as on a round head."""
        reach = np.float32(TURN_REACH * np.hypot(*self._axis))
        rows, columns = np.indices(self._bulge.shape, np.float32)
        across = columns - self._bulge * reach * np.float32(pose.turn)
        down = rows - self._bulge * reach * np.float32(pose.nod)
        self._turned_cut_out[self._head] = cv2.remap(
            self._cut_out[self._head], across, down, cv2.INTER_LINEAR
        )
        return self._turned_cut_out

    def _placement(self, pose: Pose) -> NDArray[np.float64]:
        """The (2, 3) matrix from the picture to the frame, by complex numbers: one is a turn with a scale."""
        turn = pose.eye_distance * np.exp(1j * np.radians(pose.roll_degrees)) / complex(*self._axis)
        shift = complex(pose.x, pose.y) - turn * complex(*self._middle)
        return np.array([[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag]])
