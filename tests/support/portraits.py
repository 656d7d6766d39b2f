"""Video files of public-domain portraits."""

from collections.abc import Iterator
from pathlib import Path

import cv2

from app.camera.demo.camera import FPS, HEIGHT, WIDTH, Placement, SceneRenderer
from app.camera.demo.portraits import EILEEN_COLLINS, GRACE_HOPPER, Portrait
from app.camera.demo.puppet import Pose
from model.vision.frame import RgbImage

COLLINS = EILEEN_COLLINS
HOPPER = GRACE_HOPPER
PORTRAITS = (COLLINS, HOPPER)

NEAR = Pose(x=WIDTH / 2, y=180, eye_distance=66)
CODECS = {".mp4": "mp4v", ".avi": "MJPG"}


def write_portrait_video(
    path: Path,
    portrait: Portrait,
    seconds: float,
    fps: float = 15,
    size: tuple[int, int] = (WIDTH, HEIGHT),
    pose: Pose = NEAR,
) -> Path:
    """A person who sways before the camera. ``pose`` is in pixels of a 640x480 image."""
    return write_video(
        path, pictures(SceneRenderer((Placement(portrait, pose),), seed=1), seconds, fps), fps, size
    )


def write_faceless_video(
    path: Path, seconds: float, fps: float = 15, size: tuple[int, int] = (WIDTH, HEIGHT)
) -> Path:
    """An empty room."""
    return write_video(path, pictures(SceneRenderer((), seed=1), seconds, fps), fps, size)


def pictures(renderer: SceneRenderer, seconds: float, fps: float) -> Iterator[RgbImage]:
    for number in range(round(seconds * fps)):
        yield renderer.render(round(number * FPS / fps))


def write_video(path: Path, images: Iterator[RgbImage], fps: float, size: tuple[int, int]) -> Path:
    """Write ``images`` to ``path``, an ``.mp4`` or ``.avi`` file."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*CODECS[path.suffix]), fps, size)
    if not writer.isOpened():
        raise RuntimeError(f"OpenCV cannot write {path}.")
    for image in images:
        scaled = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        writer.write(cv2.cvtColor(scaled, cv2.COLOR_RGB2BGR))
    writer.release()
    return path
