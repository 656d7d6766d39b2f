"""A turned camera: its pictures are brought upright where they enter."""

from dataclasses import replace

from app.camera.source import FrameSource
from model.vision.frame import Frame
from model.vision.orientation import Rotation, rotate


def rotated(source: FrameSource, rotation: Rotation) -> FrameSource:
    """``source``, or where its pictures have to be turned, a RotatedSource."""
    return RotatedSource(source, rotation) if rotation else source


class RotatedSource(FrameSource):
    """Delivers the frames of ``source``, turned clockwise by the degrees of ``rotation``, and closes it."""

    def __init__(self, source: FrameSource, rotation: Rotation) -> None:
        self.name, self.live, self.fps = source.name, source.live, source.fps
        self._source = source
        self._rotation = rotation

    def read(self) -> Frame | None:
        frame = self._source.read()
        return frame and replace(frame, image=rotate(frame.image, self._rotation))

    def close(self) -> None:
        self._source.close()
