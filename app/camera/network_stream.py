"""Network streams."""

import time
from collections.abc import Callable, Iterator
from itertools import chain, islice

from app.camera.decoder import Decoder, NoVideoError, open_decoder
from app.camera.source import CameraError, CameraLostError, FrameSource
from app.system.url_redaction import redact_url
from model.messages.message import Message
from model.vision.frame import Frame, RgbImage

TIMEOUT_S = 5.0
OPTIONS = {"rtsp_transport": "tcp"}
"""Over UDP, frames arrive with missing parts."""


class NetworkStream(FrameSource):
    """``Frame.seconds`` is the time since the stream was opened."""

    live = True

    def __init__(
        self,
        decoder: Decoder,
        images: Iterator[RgbImage],
        name: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``images``: of ``decoder``, including those that were read while it was opened."""
        self.name = name
        self.fps = decoder.fps
        self._decoder = decoder
        self._images = images
        self._clock = clock
        self._opened = clock()
        self._delivered = 0

    def read(self) -> Frame:
        image = next(self._images, None)
        if image is None:
            raise CameraLostError(
                Message(
                    "The {camera} stopped sending video. Check that the camera is on and connected.",
                    camera=self.name,
                )
            )
        frame = Frame(image, self._delivered, self._clock() - self._opened)
        self._delivered += 1
        return frame

    def close(self) -> None:
        self._images = iter(())
        self._decoder.close()


def open_stream(url: str) -> FrameSource:
    """Raises CameraError when ``url`` does not serve video, CameraLostError when nothing answers."""
    shown = redact_url(url)
    try:
        decoder = open_decoder(url, OPTIONS, TIMEOUT_S, threads=False)
    except NoVideoError as error:
        raise _stream_error(url, shown) from error
    first = list(islice(decoder.images, 2))
    if len(first) < 2:
        _require_video(decoder, url, shown)
    return NetworkStream(decoder, chain(first, decoder.images), Message("stream {address}", address=shown))


def _require_video(decoder: Decoder, url: str, shown: str) -> None:
    """Raises CameraError when a stream of at most one picture is not a video at all."""
    error = _stream_error(url, shown)
    if not isinstance(error, CameraLostError):
        decoder.close()
        raise error


def _stream_error(url: str, shown: str) -> CameraError:
    # The HTTP client takes 3 MB, and a working stream does not need it.
    from app.camera.diagnosis.stream import stream_error

    return stream_error(url, shown)
