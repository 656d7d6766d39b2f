"""Textured heads and sheets that turn before a camera."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.alignment import TEMPLATE
from model.vision.face import Face
from model.vision.frame import Box, Frame

SIDE = 240
EYE_PX = 60.0
FPS = 15
CENTRE = np.array([SIDE / 2, SIDE / 2])

Depth = Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]]
"""Height above the plane of the eyes, in eye distances, at x and y in eye distances from the centre."""


def sheet(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.zeros_like(x)


def bent_sheet(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    return -0.15 * x**2


def head(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round, with a nose and with eye sockets."""
    nose = 0.55 * np.exp(-((x / 0.30) ** 2) - ((y / 0.45) ** 2))
    sockets = 0.2 * np.exp(-(((np.abs(x) - 0.5) / 0.3) ** 2) - (((y + 0.5) / 0.25) ** 2))
    return np.asarray(nose - sockets - 0.15 * x**2 - 0.1 * y**2)


def still(number: int) -> float:
    return 0.0


def turning(number: int) -> float:
    """The yaw at a frame, in radians, to both sides."""
    return 0.30 * float(np.sin(2 * np.pi * number / (2 * FPS)))


def frames(depth: Depth, yaw: Callable[[int], float], count: int) -> list[tuple[Frame, Face]]:
    """Pictures with the noise of a sensor, and the face in each. Its nose turns by the yaw, as a face finder
    sees it, in a photograph too."""
    rng = np.random.default_rng(7)
    texture = cv2.GaussianBlur(rng.normal(128, 90, (SIDE, SIDE)).astype(np.float32), (0, 0), 2)
    texture = cv2.normalize(texture, None, 30, 220, cv2.NORM_MINMAX)
    noise = rng.normal(0, 1.5, (SIDE, SIDE)).astype(np.float32)
    angles = [yaw(number) for number in range(count)]
    return [
        (_picture(texture, noise, depth, angle, number, rng), _face(angle))
        for number, angle in enumerate(angles)
    ]


def _picture(
    texture: NDArray[np.float32],
    noise: NDArray[np.float32],
    depth: Depth,
    angle: float,
    number: int,
    rng: np.random.Generator,
) -> Frame:
    columns, rows = np.meshgrid(np.arange(SIDE, dtype=np.float32), np.arange(SIDE, dtype=np.float32))
    x, y = (columns - CENTRE[0]) / EYE_PX, (rows - CENTRE[1]) / EYE_PX
    source = x
    for _ in range(3):  # x = source cos + depth sin, solved for the point of the surface that is seen
        source = (x - depth(source, y) * np.sin(angle)) / np.cos(angle)
    seen = cv2.remap(
        texture,
        (source * EYE_PX + CENTRE[0]).astype(np.float32),
        rows.astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT,
    )
    grain = np.roll(noise, tuple(rng.integers(0, SIDE, 2)), axis=(0, 1))
    grey = (seen + grain).clip(0, 255).astype(np.uint8)
    return Frame(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB).astype(np.uint8), number, number / FPS)


def _face(angle: float) -> Face:
    eye = TEMPLATE[1, 0] - TEMPLATE[0, 0]
    landmarks = (TEMPLATE - TEMPLATE.mean(axis=0)) * np.float32(EYE_PX / eye) + CENTRE
    landmarks[2, 0] += 0.4 * EYE_PX * np.tan(angle)
    side = 2.4 * EYE_PX
    box = Box(float(CENTRE[0] - side / 2), float(CENTRE[1] - side / 2), side, side)
    return Face(box, landmarks.astype(np.float32), 1.0)
