"""Video files."""

from pathlib import Path

from app.camera.decoder import Decoder, NoVideoError, open_decoder
from app.camera.diagnosis.recording import decode_error, open_error, require_readable
from app.camera.source import CameraError, FrameSource
from app.camera.stall_detector import frames_equal, is_black
from model.messages.message import Message
from model.vision.frame import Frame, RgbImage

FALLBACK_FPS = 25.0
LOCAL_FILES_ONLY = {"protocol_whitelist": "file"}
"""Playlists may contain addresses, which must not be fetched."""


class VideoFile(FrameSource):
    """Every frame in order; ``Frame.seconds`` is the position in the recording."""

    live = False

    def __init__(self, path: Path) -> None:
        """Raises CameraError when the file is not a video, or no frame can be decoded."""
        self.name = str(path)
        self._decoder = _opened(path)
        self.fps: float = self._decoder.fps or FALLBACK_FPS
        self._first = next(self._decoder.images, None)
        if self._first is None:
            self._decoder.close()
            raise decode_error(self.name, self._decoder.codec)
        self._delivered = 0
        self._evidence = _Evidence()

    def read(self) -> Frame | None:
        """Raises CameraError at the end of a recording in which every frame was black, or the same."""
        image, self._first = self._first, None
        if image is None:
            image = next(self._decoder.images, None)
        if image is None:
            self._evidence.require_video(self.name)
            return None
        self._evidence.add(image)
        frame = Frame(image, self._delivered, self._delivered / self.fps)
        self._delivered += 1
        return frame

    def close(self) -> None:
        self._first = None
        self._decoder.close()


class _Evidence:
    """Evidence that frames were decoded, rather than one buffer repeated."""

    def __init__(self) -> None:
        self._first: RgbImage | None = None
        self._count = 0
        self._changes = self._shows_light = False

    def add(self, image: RgbImage) -> None:
        self._count += 1
        self._shows_light = self._shows_light or not is_black(image)
        if self._first is None:
            self._first = image
        self._changes = self._changes or not frames_equal(self._first, image)

    def require_video(self, name: str) -> None:
        """Raises CameraError. A recording may have a single frame."""
        if not self._count:
            return
        if not self._shows_light:
            raise _shows_nothing(name, Message("every picture is black"))
        if self._count > 1 and not self._changes:
            raise _shows_nothing(name, Message("all its {count} pictures are the same", count=self._count))


def _shows_nothing(name: str, reason: Message) -> CameraError:
    return CameraError(
        Message(
            "{recording} cannot be decoded, or shows nothing: {reason}. Choose another recording.",
            recording=name,
            reason=reason,
        )
    )


def _opened(path: Path) -> Decoder:
    require_readable(path)
    try:
        # FFmpeg could mistake a name without a folder for an address or a pattern.
        return open_decoder(str(path.absolute()), LOCAL_FILES_ONLY)
    except NoVideoError as error:
        raise open_error(path) from error
