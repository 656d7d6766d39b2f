"""Rotate the frames of a camera that is mounted sideways or upside down."""

from dataclasses import replace

from app.camera.source import FrameSource
from model.vision.frame import Frame
from model.vision.orientation import Rotation, rotate


def rotated(source: FrameSource, rotation: Rotation) -> FrameSource:
    """``source``, in a RotatedSource unless ``rotation`` is 0."""
    return RotatedSource(source, rotation) if rotation else source


class RotatedSource(FrameSource):
    """The frames of ``source``, rotated clockwise by ``rotation`` degrees. Closes ``source``."""

    def __init__(self, source: FrameSource, rotation: Rotation) -> None:
        self.name, self.live, self.fps = source.name, source.live, source.fps
        self._source = source
        self._rotation = rotation

    def read(self) -> Frame | None:
        frame = self._source.read()
        return frame and replace(frame, image=rotate(frame.image, self._rotation))

    def close(self) -> None:
        self._source.close()
