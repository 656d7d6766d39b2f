"""A window for tests that needs little CPU time: without a graphics card, drawing takes most of it.

It draws every sixth frame, and the people in front of the demo camera move three times as fast.
"""

import os
import sys
import time
from itertools import count
from typing import Any

from app.camera import factory
from app.camera.demo.camera import SCENES, SceneRenderer
from app.camera.source import FrameSource
from app.gui import launch
from model.vision.frame import Frame

VARIABLE = "SAMEFACE_TEST_LIGHT_WINDOW"
LIGHT = {VARIABLE: "1", "KCFG_GRAPHICS_MAXFPS": "30"}
"""The environment variables with which ``window_driver`` opens such a window."""

FULL_VARIABLE = "SAMEFACE_TEST_FULL_WINDOW"
FULL = {FULL_VARIABLE: "1"}
"""The environment variable with which the window fills the display."""

TICKS_PER_DRAWING = 6

FPS, STRIDE = 10.0, 9
"""``QuickDemoCamera`` sends every ninth frame of the demo camera, ten a second."""


class QuickDemoCamera(FrameSource):
    """The demo camera at three times the speed and a third of the frame rate."""

    live = True
    fps = FPS

    def __init__(self, scene: str = "eileen") -> None:
        self.name = f"demo camera ({scene})"
        self._renderer = SceneRenderer(SCENES[scene], 0)
        self._opened = self._due = time.monotonic()
        self._delivered = 0

    @classmethod
    def from_spec(cls, spec: str) -> "QuickDemoCamera":
        """``demo`` or ``demo:SCENE``."""
        return cls(spec.partition(":")[2] or "eileen")

    def read(self) -> Frame:
        """Wait until the next frame is due."""
        image = self._renderer.render(STRIDE * self._delivered)
        time.sleep(max(0.0, self._due - time.monotonic()))
        now = time.monotonic()
        self._due = max(now, self._due) + 1 / FPS
        frame = Frame(image, self._delivered, now - self._opened)
        self._delivered += 1
        return frame

    def close(self) -> None:
        """There is no device to release."""


def use_quick_demo_camera() -> None:
    """Replace the demo camera in this process."""
    factory.DemoCamera = QuickDemoCamera


def draw_seldom(window: Any) -> None:
    """Draw at every sixth tick only: a handler that returns True replaces Kivy's own."""
    ticks = count()
    window.bind(on_draw=lambda _: next(ticks) % TICKS_PER_DRAWING != 0)


def fill_display() -> None:
    """Open the window as large as the display."""
    launch.WINDOW_SIZE = sys.maxsize, sys.maxsize


def is_full() -> bool:
    return FULL_VARIABLE in os.environ


def is_light() -> bool:
    return VARIABLE in os.environ
