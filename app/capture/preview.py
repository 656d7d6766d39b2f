"""A small OpenCV window with the camera's picture, in which keys save crops."""

from typing import Protocol

import cv2
import numpy as np

from app.camera.source import FrameSource
from app.capture.collector import Collector, CollectReport
from app.storage.crop_store import CropKind
from app.storage.errors import StoreError
from model.vision.frame import RgbImage

KEYS = {"a": CropKind.ANCHOR, "p": CropKind.POSITIVE, "n": CropKind.NEGATIVE}
QUIT = ("q", "\x1b")
HELP = "a anchor   p positive   n negative   q quit"
WHITE, BLACK, GREEN, AMBER = (255, 255, 255), (0, 0, 0), (80, 220, 100), (255, 190, 60)
LINE_HEIGHT = 22


class NoDisplayError(Exception):
    """There is no display."""


class Screen(Protocol):
    """``show`` waits up to ``wait_s`` for a key. It returns the key, "" without one, or None when closed."""

    def show(self, image: RgbImage, wait_s: float) -> str | None: ...

    def close(self) -> None: ...


def run_preview(source: FrameSource, collector: Collector, screen: Screen) -> None:
    """Run until q is pressed, the window is closed or the recording ends. Raises CameraError and
    StoreError."""
    wait_s = 0.0 if source.live or not source.fps else 1 / source.fps
    message = ""
    try:
        while (frame := source.read()) is not None:
            report = collector.process(frame)
            message = _answer(report) or message
            key = screen.show(annotated(report, message), wait_s)
            if key is None or key in QUIT:
                return
            if key in KEYS:
                collector.capture(KEYS[key])
    finally:
        screen.close()


def annotated(report: CollectReport, message: str) -> RgbImage:
    """A copy of the frame with the face's box, the counts, the quality and ``message``."""
    image = report.frame.image.copy()
    colour = AMBER if report.reason else GREEN
    if report.face:
        box = report.face.box
        corners = np.array([[box.left, box.top], [box.right, box.bottom]]).round().astype(int)
        cv2.rectangle(image, corners[0].tolist(), corners[1].tolist(), colour, 2)
    counts = "   ".join(f"{report.counts.of(kind)} {kind}s" for kind in CropKind)
    _write(image, counts, 1, WHITE)
    _write(image, str(report.reason or "good"), 2, colour)
    _write(image, message, 3, WHITE)
    _write(image, HELP, image.shape[0] // LINE_HEIGHT, WHITE)
    return image


def _answer(report: CollectReport) -> str:
    """The response to the last key press; empty when this frame responds to none."""
    if report.failure:
        raise StoreError(report.failure)
    if report.requested is None:
        return ""
    return f"{report.requested} saved" if report.saved else f"{report.requested} not saved: {report.reason}"


def _write(image: RgbImage, text: str, line: int, colour: tuple[int, int, int]) -> None:
    """With a shadow, so that the text is readable on every picture."""
    left, bottom = 8, line * LINE_HEIGHT - 6
    for offset, shade in ((1, BLACK), (0, colour)):
        place = (left + offset, bottom + offset)
        cv2.putText(image, text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.55, shade, 1, cv2.LINE_AA)
