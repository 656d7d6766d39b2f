"""Fakes that keep state and fail like the real objects."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from model.vision.alignment import CROP_SIZE, TEMPLATE
from model.vision.face import Face
from model.vision.frame import Box, Frame, RgbImage


def grey(value: int = 128, height: int = 240, width: int = 320) -> RgbImage:
    return np.full((height, width, 3), value, np.uint8)


def sharp_image(value: int = 128, size: int = CROP_SIZE) -> RgbImage:
    """Noise around ``value``, sharp enough for the quality checks."""
    noise = np.random.default_rng(value).normal(value, 25, (size, size, 3))
    return noise.clip(0, 255).astype(np.uint8)


def frame_of(image: RgbImage, index: int = 0) -> Frame:
    return Frame(image, index, index / 30)


def face_at(left: float = 50, top: float = 40, size: float = 150) -> Face:
    """An upright face whose landmarks lie in the box as in a crop."""
    landmarks = TEMPLATE * np.float32(size / CROP_SIZE) + np.float32([left, top])
    return Face(Box(left, top, size, size), landmarks.astype(np.float32), 1.0)


def endless_frames() -> Iterator[Frame]:
    """Frames of which each differs from the one before, as from a camera."""
    return (frame_of(grey(40 + index % 100), index) for index in count())


def short_pause() -> None:
    """For ``before_read``: yields the processor to other threads."""
    threading.Event().wait(0.002)


class FakeFinder:
    """Finds the same faces in every image."""

    def __init__(self, *faces: Face) -> None:
        self.faces = list(faces)

    def find(self, image: RgbImage) -> list[Face]:
        return list(self.faces)

    def track(self, image: RgbImage, face: Face) -> Face | None:
        return face if face in self.faces else None


class FakeEmbedder:
    """Embeds a crop as its normalised mean colour, and counts the crops."""

    def __init__(self) -> None:
        self.embedded = 0

    def embed(self, crops: Sequence[RgbImage]) -> NDArray[np.float32]:
        self.embedded += len(crops)
        if not crops:
            return np.empty((0, 3), np.float32)
        means = np.stack([crop.mean(axis=(0, 1)) for crop in crops]).astype(np.float32)
        return means / np.linalg.norm(means, axis=1, keepdims=True)


class FakeSource:
    """Delivers ``frames``, then ends or raises ``failure``."""

    def __init__(
        self,
        frames: Iterable[Frame],
        live: bool = True,
        fps: float | None = None,
        failure: Exception | None = None,
        before_read: Callable[[], object] = lambda: None,
    ) -> None:
        self.name = "the fake camera"
        self.live = live
        self.fps = fps
        self.closed = False
        self._frames = iter(frames)
        self._failure = failure
        self._before_read = before_read

    def read(self) -> Frame | None:
        self._before_read()
        frame = next(self._frames, None)
        if frame is None and self._failure:
            raise self._failure
        return frame

    def close(self) -> None:
        self.closed = True

    def __enter__(self) -> "FakeSource":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def tree(folder: Path) -> dict[str, bytes]:
    """The content of each file below ``folder`` by relative path, to compare before and after."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
