"""The frames of a benchmark, the same in each run."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from app.camera.demo.camera import FPS, SCENES, SceneRenderer
from model.vision.frame import Frame, RgbImage

WARM_UP_FRAMES = 5
"""Frames before the counted ones: networks allocate their memory then."""
MIN_FRAMES = 3
"""Counted frames, even when time is short."""
VGA = (640, 480)


@dataclass(frozen=True, slots=True)
class Budget:
    """The maximum number of counted frames, and of seconds, for each measurement."""

    frames: int
    seconds: float


def frames(
    budget: Budget,
    scene: str = "eileen",
    size: tuple[int, int] = VGA,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[tuple[Frame, bool]]:
    """The demo camera's frames in ``size`` (width, height), and whether each counts."""
    renderer, started = SceneRenderer(SCENES[scene], seed=0), clock()
    for index in range(WARM_UP_FRAMES + budget.frames):
        if index >= WARM_UP_FRAMES + MIN_FRAMES and clock() - started > budget.seconds:
            return
        yield Frame(_sized(renderer.render(index), size), index, index / FPS), index >= WARM_UP_FRAMES


def _sized(image: RgbImage, size: tuple[int, int]) -> RgbImage:
    """Crop to the aspect ratio of ``size``, then resize, so that faces keep their shape."""
    if size == VGA:
        return image
    height = round(image.shape[1] * size[1] / size[0])
    top = (image.shape[0] - height) // 4
    return np.asarray(cv2.resize(image[top : top + height], size, interpolation=cv2.INTER_CUBIC), np.uint8)
