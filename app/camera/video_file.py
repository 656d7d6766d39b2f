"""Recordings through PyAV, which decodes interlaced video and AV1, as OpenCV does not."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.container import InputContainer
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream

from app.camera.picture_watch import is_black, same
from app.camera.recording_diagnosis import demand_readable, why_not_decoded, why_not_opened
from app.camera.source import CameraError, FrameSource
from model.vision.frame import Frame, RgbImage

FALLBACK_FPS = 25.0
FASTEST_PLAUSIBLE_FPS = 1000.0
TEXT_ART = frozenset({"ansi", "bintext", "xbin", "idf"})
"""The codecs with which FFmpeg "plays" plain text files."""
LOCAL_FILES_ONLY = {"protocol_whitelist": "file"}
"""A playlist may name addresses, and nothing is fetched from one."""


class VideoFile(FrameSource):
    """Every frame in turn; ``Frame.seconds`` is the frame's place in the recording."""

    live = False

    def __init__(self, path: Path) -> None:
        """Raises CameraError when the file is no video, or not even one frame of it can be decoded."""
        self.name = str(path)
        self._container = _opened(path)
        try:
            stream = _video_in(path, self._container)
            self.fps: float = _frame_rate(stream)
            self._images = _decoded(self._container, stream)
            self._ahead = next(self._images, None)
            if self._ahead is None:
                raise why_not_decoded(self.name, stream.codec_context.name)
        except CameraError:
            self.close()
            raise
        self._delivered = 0
        self._evidence = _Evidence()

    def read(self) -> Frame | None:
        """Raises CameraError at the end of a recording that showed nothing but black, or but one picture."""
        image, self._ahead = self._ahead, None
        if image is None:
            image = next(self._images, None)
        if image is None:
            self._evidence.demand_video(self.name)
            return None
        self._evidence.add(image)
        frame = Frame(image, self._delivered, self._delivered / self.fps)
        self._delivered += 1
        return frame

    def close(self) -> None:
        self._ahead, self._images = None, iter(())
        self._container.close()


class _Evidence:
    """That pictures were decoded, and not one buffer again and again."""

    def __init__(self) -> None:
        self._first: RgbImage | None = None
        self._pictures = 0
        self._changes = self._shows_light = False

    def add(self, image: RgbImage) -> None:
        self._pictures += 1
        self._shows_light = self._shows_light or not is_black(image)
        if self._first is None:
            self._first = image
        self._changes = self._changes or not same(self._first, image)

    def demand_video(self, name: str) -> None:
        """Raises CameraError. A recording of a single picture may be one."""
        if not self._pictures:
            return
        if not self._shows_light:
            raise _shows_nothing(name, "every picture is black")
        if self._pictures > 1 and not self._changes:
            raise _shows_nothing(name, f"all its {self._pictures} pictures are the same")


def _shows_nothing(name: str, words: str) -> CameraError:
    return CameraError(f"{name} cannot be decoded, or shows nothing: {words}. Choose another recording.")


def _opened(path: Path) -> InputContainer:
    demand_readable(path)
    try:
        # A name without its folder might be taken for an address, or for a pattern of names.
        return av.open(str(path.absolute()), options=LOCAL_FILES_ONLY)
    except (FFmpegError, OSError, ValueError) as error:
        raise why_not_opened(path) from error


def _video_in(path: Path, container: InputContainer) -> VideoStream:
    stream = container.streams.best("video")
    if not isinstance(stream, VideoStream) or stream.codec_context is None:
        raise why_not_opened(path)
    if stream.codec_context.name in TEXT_ART:
        raise why_not_opened(path)
    stream.thread_type = "AUTO"
    return stream


def _frame_rate(stream: VideoStream) -> float:
    fps = float(stream.guessed_rate or 0)
    return fps if math.isfinite(fps) and 0 < fps <= FASTEST_PLAUSIBLE_FPS else FALLBACK_FPS


def _decoded(container: InputContainer, stream: VideoStream) -> Iterator[RgbImage]:
    """Upright RGB pictures. A packet that cannot be decoded is passed over, as players do."""
    reformatter = VideoReformatter()
    packets = container.demux(stream)
    while (packet := _next(packets)) is not None:
        try:
            frames = packet.decode()
        except FFmpegError:
            continue
        for frame in frames:
            yield _upright_rgb(reformatter, frame)


def _next(packets: Iterator[Any]) -> Any:
    """None at the end, and where the file breaks off."""
    try:
        return next(packets, None)
    except FFmpegError:
        return None


def _upright_rgb(reformatter: VideoReformatter, frame: VideoFrame) -> RgbImage:
    rgb = reformatter.reformat(frame, format="rgb24").to_ndarray()
    return np.ascontiguousarray(np.rot90(rgb, round(frame.rotation / 90)))
