"""Video from the network."""

import time
from collections.abc import Callable, Iterator
from itertools import chain, islice

from app.camera.decoder import Decoder, NoVideoError, open_decoder
from app.camera.diagnosis.stream import stream_error
from app.camera.source import CameraLostError, FrameSource
from app.system.url_redaction import redact_url
from model.vision.frame import Frame, RgbImage

TIMEOUT_S = 5.0
OPTIONS = {"rtsp_transport": "tcp"}
"""Over UDP pictures arrive torn."""
SILENT = "stopped delivering pictures. See whether it is still on the air."


class NetworkStream(FrameSource):
    """``Frame.seconds`` is the time since it was opened."""

    live = True

    def __init__(
        self,
        decoder: Decoder,
        images: Iterator[RgbImage],
        name: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``images`` of ``decoder``, those that were looked at before included."""
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
            raise CameraLostError(f"The {self.name} {SILENT}")
        frame = Frame(image, self._delivered, self._clock() - self._opened)
        self._delivered += 1
        return frame

    def close(self) -> None:
        self._images = iter(())
        self._decoder.close()


def open_stream(url: str) -> FrameSource:
    """Raises CameraError when what answers at ``url`` is no video, CameraLostError when nothing does."""
    shown = redact_url(url)
    try:
        decoder = open_decoder(url, OPTIONS, TIMEOUT_S, threads=False)
    except NoVideoError as error:
        raise stream_error(url, shown) from error
    first = list(islice(decoder.images, 2))
    if len(first) < 2:
        _demand_video(decoder, url, shown)
    return NetworkStream(decoder, chain(first, decoder.images), f"stream {shown}")


def _demand_video(decoder: Decoder, url: str, shown: str) -> None:
    """Of what ended after a picture, or before: raises CameraError when it is no video at all."""
    error = stream_error(url, shown)
    if not isinstance(error, CameraLostError):
        decoder.close()
        raise error
