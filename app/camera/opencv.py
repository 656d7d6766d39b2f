"""Webcams through OpenCV. No other module opens a VideoCapture."""

import math
import os
import time
from collections.abc import Callable
from typing import Any, Protocol

import cv2
import numpy as np

from app.camera.source import CameraLostError, FrameSource
from app.camera.webcams import open_failure_hint
from model.messages.message import Message
from model.vision.frame import Frame, RgbImage

SILENCE_TIMEOUT_S = 3.0
"""A camera that delivers nothing for this long has stopped."""
RETRY_PAUSE_S = 0.05
MAX_PLAUSIBLE_FPS = 1000.0
GENERAL_ADVICE = Message(
    "Check that it is plugged in, that no other program is using it, and that the system's privacy settings "
    "allow it. Or choose another camera, or the demo."
)


class Capture(Protocol):
    """The methods used of ``cv2.VideoCapture``."""

    def read(self) -> tuple[bool, Any]: ...

    def get(self, property_id: int, /) -> float: ...

    def release(self) -> None: ...


class WebcamSource(FrameSource):
    """A webcam; ``Frame.seconds`` is the time since it was opened. ``advice``: what to do when it is
    silent."""

    live = True

    def __init__(
        self,
        capture: Capture,
        name: str,
        advice: str,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = name
        self.fps = _plausible_fps(capture)
        self._capture = capture
        self._advice = advice
        self._clock = clock
        self._sleep = sleep
        self._opened = self._last_success = clock()
        self._delivered = 0

    def read(self) -> Frame:
        while (image := _read_rgb(self._capture)) is None:
            if self._clock() - self._last_success >= SILENCE_TIMEOUT_S:
                raise CameraLostError(self._silence())
            self._sleep(RETRY_PAUSE_S)
        self._last_success = self._clock()
        frame = Frame(image, self._delivered, self._last_success - self._opened)
        self._delivered += 1
        return frame

    def close(self) -> None:
        self._capture.release()

    def _silence(self) -> Message:
        if self._delivered:
            return Message(
                "The {camera} stopped sending pictures. {advice}", camera=self.name, advice=self._advice
            )
        return Message("The {camera} sends no pictures. {advice}", camera=self.name, advice=self._advice)


def open_webcam(index: int, name: str = "") -> FrameSource:
    """``name``: the system's, if known. Raises CameraLostError when there is no such camera, or another
    program uses it, or access is denied."""
    label = name or str(index)
    capture = _open(index)
    if capture is None:
        raise CameraLostError(
            Message(
                "Camera {camera} cannot be opened. {advice}",
                camera=label,
                advice=open_failure_hint(index) or GENERAL_ADVICE,
            )
        )
    capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return WebcamSource(
        capture,
        Message("camera {label}", label=label),
        Message("Check that it is plugged in, and close other programs that use it."),
    )


def _open(index: int) -> cv2.VideoCapture | None:
    _silence_opencv()
    capture = cv2.VideoCapture(index)
    return capture if capture.isOpened() else None


def _silence_opencv() -> None:
    """Keep FFmpeg and camera drivers from writing to standard error: a CameraError says enough."""
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


def _read_rgb(capture: Capture) -> RgbImage | None:
    """None without a picture, or when the driver returns something else."""
    succeeded, bgr = capture.read()
    if not succeeded or bgr is None or bgr.ndim != 3 or bgr.shape[2] != 3 or bgr.size == 0:
        return None
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8)


def _plausible_fps(capture: Capture) -> float | None:
    """None for 0, -1 and NaN, which drivers return when they do not know the rate."""
    fps = capture.get(cv2.CAP_PROP_FPS)
    return fps if math.isfinite(fps) and 0 < fps <= MAX_PLAUSIBLE_FPS else None
