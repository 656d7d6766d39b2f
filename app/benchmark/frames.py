"""The frames of a benchmark: always the same ones."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from app.camera.demo.camera import FPS, SCENES, SceneRenderer
from model.vision.frame import Frame, RgbImage

WARM_UP_FRAMES = 5
"""So many frames come first and are not counted: networks allocate their memory then."""
MIN_FRAMES = 3
"""Counted frames, however short the time."""
VGA = (640, 480)


@dataclass(frozen=True, slots=True)
class Budget:
    """At most so many counted frames, and at most so many seconds, for each thing that is measured."""

    frames: int
    seconds: float


def frames(
    budget: Budget,
    scene: str = "eileen",
    size: tuple[int, int] = VGA,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[tuple[Frame, bool]]:
    """The demo camera's frames, ``size`` (width, height) pixels, and whether each one counts."""
    studio, started = SceneRenderer(SCENES[scene], seed=0), clock()
    for index in range(WARM_UP_FRAMES + budget.frames):
        if index >= WARM_UP_FRAMES + MIN_FRAMES and clock() - started > budget.seconds:
            return
        yield Frame(_sized(studio.picture(index), size), index, index / FPS), index >= WARM_UP_FRAMES


def _sized(image: RgbImage, size: tuple[int, int]) -> RgbImage:
    """As a camera of that size would see it: cut to its shape first, so that nobody grows broad."""
    if size == VGA:
        return image
    height = round(image.shape[1] * size[1] / size[0])
    top = (image.shape[0] - height) // 4
    return np.asarray(cv2.resize(image[top : top + height], size, interpolation=cv2.INTER_CUBIC), np.uint8)
