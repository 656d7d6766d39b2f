"""Decode video from a file or the network with PyAV. No other module imports PyAV."""

import math
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import av
import numpy as np
from av.container import InputContainer
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream

from model.messages.message import Message, message_of
from model.messages.message_error import MessageError
from model.vision.frame import RgbImage

MAX_PLAUSIBLE_FPS = 1000.0
TEXT_ART = frozenset({"ansi", "bintext", "xbin", "idf"})
"""Codecs with which FFmpeg opens plain text files."""


class NoVideoError(MessageError):
    """The address has no video."""


@dataclass(frozen=True, eq=False, slots=True)
class Decoder:
    """``images``: upright RGB, until the video ends or is interrupted. ``fps``: None when unknown."""

    container: InputContainer
    images: Generator[RgbImage, None, None]
    codec: str
    fps: float | None

    def close(self) -> None:
        self.images.close()
        self.container.close()


def open_decoder(
    address: str, options: dict[str, str], timeout_s: float | None = None, threads: bool = True
) -> Decoder:
    """``options``: FFmpeg's. ``timeout_s``: for opening, and for each frame. ``threads``: decode several
    frames in parallel, which delays each by a few frames. Raises NoVideoError."""
    try:
        container = av.open(address, options=options, timeout=timeout_s)
    except (FFmpegError, OSError, ValueError) as error:
        raise NoVideoError(message_of(error)) from error
    stream = container.streams.best("video")
    if not isinstance(stream, VideoStream) or stream.codec_context is None:
        container.close()
        raise NoVideoError(Message("It contains no video."))
    codec = stream.codec_context.name
    if codec in TEXT_ART:
        container.close()
        raise NoVideoError(Message("It is a text file."))
    stream.thread_type = "AUTO" if threads else "SLICE"
    return Decoder(container, _decoded(container, stream), codec, _frame_rate(stream))


def _frame_rate(stream: VideoStream) -> float | None:
    fps = float(stream.guessed_rate or 0)
    return fps if math.isfinite(fps) and 0 < fps <= MAX_PLAUSIBLE_FPS else None


def _decoded(container: InputContainer, stream: VideoStream) -> Generator[RgbImage, None, None]:
    """Skips packets that cannot be decoded, as players do."""
    reformatter = VideoReformatter()
    packets = container.demux(stream)
    while (packet := _next(packets)) is not None:
        with suppress(FFmpegError):
            for frame in packet.decode():
                yield _upright_rgb(reformatter, frame)
    with suppress(FFmpegError):  # frames left in the decoder after an interruption
        for frame in stream.decode(None):
            yield _upright_rgb(reformatter, frame)


def _next(packets: Iterator[Any]) -> Any:
    """None at the end, and when the video is interrupted."""
    try:
        return next(packets, None)
    except (FFmpegError, OSError):
        return None


def _upright_rgb(reformatter: VideoReformatter, frame: VideoFrame) -> RgbImage:
    rgb = reformatter.reformat(frame, format="rgb24").to_ndarray()
    return np.ascontiguousarray(np.rot90(rgb, round(frame.rotation / 90)))
