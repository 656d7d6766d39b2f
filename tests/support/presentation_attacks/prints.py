"""Prints held before a camera: flat, bent, and with holes for the attacker's own eyes."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.face import LEFT_EYE, RIGHT_EYE, Face
from model.vision.frame import RgbImage
from tests.support.presentation_attacks.hand import HeldPose

PAPER_WHITE = (238, 236, 230)
MARGIN = 0.04
"""Of the paper's width, white around the picture."""
REACH_UP, REACH_DOWN = 2.6, 3.2
"""From the eyes to the edges of the picture, in eye distances."""
HOLE_AXES = (0.34, 0.17)
"""Of an eye hole, in eye distances."""
FOCAL_SHARE = 1.0
"""The focal length, in image widths: a webcam that sees 53 degrees."""
EDGE_SIGMA_PX = 0.8
STEP_PX = 4
"""Rays are traced through every fourth pixel each way."""
FAR = -1e4
"""A point of the paper that no pixel shows."""


@dataclass(frozen=True, eq=False, slots=True)
class Paper:
    """``opaque``: (height, width), float32, 1 = paper, 0 = hole. ``eyes``: the point between them."""

    image: RgbImage
    opaque: NDArray[np.float32]
    eyes: NDArray[np.float64]


def print_face(image: RgbImage, face: Face, eye_holes: bool = False) -> Paper:
    """The part of ``image`` around ``face``, on paper."""
    unit, eyes = face.eye_distance, face.landmarks[[LEFT_EYE, RIGHT_EYE]].mean(axis=0).astype(np.float64)
    left, top = np.maximum(0, eyes - REACH_UP * unit).astype(int)
    right, bottom = int(eyes[0] + REACH_UP * unit), int(eyes[1] + REACH_DOWN * unit)
    picture = image[top:bottom, left:right]
    margin = round(MARGIN * picture.shape[1])
    paper = cv2.copyMakeBorder(picture, *[margin] * 4, cv2.BORDER_CONSTANT, value=PAPER_WHITE)
    opaque = np.ones(paper.shape[:2], np.float32)
    for x, y in face.landmarks[[LEFT_EYE, RIGHT_EYE]] - [left - margin, top - margin] if eye_holes else ():
        axes = (round(HOLE_AXES[0] * unit), round(HOLE_AXES[1] * unit))
        cv2.ellipse(opaque, (round(float(x)), round(float(y))), axes, 0, 0, 360, 0.0, cv2.FILLED)
    return Paper(np.asarray(paper, np.uint8), opaque, eyes - [left - margin, top - margin])


class HeldSheet:
    """Projects a sheet into the picture of a camera. ``place``: where the point between the eyes is seen
    while the sheet is held upright. ``size``: height and width of the picture."""

    def __init__(self, paper: Paper, place: NDArray[np.float64], size: tuple[int, int]) -> None:
        self._paper, self._size = paper, size
        self._offset = place - [size[1] / 2, size[0] / 2]
        self._focal = FOCAL_SHARE * size[1]
        across, down = ((np.arange(0, side, STEP_PX) + (STEP_PX - 1) / 2) for side in (size[1], size[0]))
        x, y = np.meshgrid(across.astype(np.float32), down.astype(np.float32))
        centred = [x - size[1] / 2, y - size[0] / 2, np.full_like(x, self._focal)]
        self._rays = np.stack(centred, axis=-1)

    def place(self, pose: HeldPose, bend: float = 0.0) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """For each pixel, the point of the paper that it shows. ``bend`` about the vertical axis, in radians
        per paper width."""
        x, y = self._offset + pose.shift
        origin = np.array([x, y, self._focal], np.float64) * pose.scale
        rays = self._rays @ pose.rotation.astype(np.float32)
        start = -origin @ pose.rotation
        if abs(bend) < 1e-3:
            along = -start[2] / rays[..., 2]
            u, v = start[0] + along * rays[..., 0], start[1] + along * rays[..., 1]
        else:
            u, v = _on_cylinder(rays, start, self._paper.image.shape[1] / bend)
        u, v = u + self._paper.eyes[0], v + self._paper.eyes[1]
        return self._enlarged(u), self._enlarged(v)

    def draw(self, background: RgbImage, pose: HeldPose, bend: float = 0.0) -> RgbImage:
        u, v = self.place(pose, bend)
        seen = cv2.remap(self._paper.image, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        opaque = cv2.remap(self._paper.opaque, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
        alpha = cv2.GaussianBlur(opaque, (0, 0), EDGE_SIGMA_PX)
        return np.asarray(cv2.blendLinear(seen, background, alpha, 1 - alpha), np.uint8)

    def _enlarged(self, coarse: NDArray[np.float32]) -> NDArray[np.float32]:
        """From every STEP_PX-th pixel to all of them: the map is smooth."""
        height, width = coarse.shape
        known = np.nan_to_num(coarse, nan=FAR).astype(np.float32)
        whole = cv2.resize(known, (width * STEP_PX, height * STEP_PX), interpolation=cv2.INTER_LINEAR)
        return np.asarray(whole[: self._size[0], : self._size[1]], np.float32)


def _on_cylinder(
    rays: NDArray[np.float32], start: NDArray[np.float64], radius: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Where rays from ``start`` first meet the cylinder that touches the plane z = 0 at u = 0 and has its
    axis at z = ``radius``. NaN where they miss it."""
    height = start[2] - radius
    a = rays[..., 0] ** 2 + rays[..., 2] ** 2
    b = rays[..., 0] * start[0] + rays[..., 2] * height
    root = b**2 - a * (start[0] ** 2 + height**2 - radius**2)
    along = np.where(root >= 0, (-b - np.sign(radius) * np.sqrt(np.maximum(root, 0))) / a, np.nan)
    x, z = start[0] + along * rays[..., 0], start[2] + along * rays[..., 2]
    return radius * np.arctan2(x / radius, (radius - z) / radius), start[1] + along * rays[..., 1]
