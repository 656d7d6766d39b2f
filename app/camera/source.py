"""The interface of frame sources, and their errors."""

from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self

from model.messages.message import Message
from model.messages.message_error import MessageError
from model.vision.frame import Frame


class CameraError(MessageError):
    """A source cannot be opened, or has stopped. The message is for the user, with the next step."""


class CameraLostError(CameraError):
    """The source may become available again: it is unplugged, busy, not permitted or offline.

    ``blocked``: whether its driver still blocks a thread. Until it returns, reopening fails.
    """

    def __init__(self, message: Message, blocked: Callable[[], bool] = lambda: False) -> None:
        super().__init__(message)
        self.blocked = blocked


class FrameSource(Protocol):
    """A source of frames, for one thread at a time.

    ``name`` is for the user. ``live``: a camera or stream, whose frames are lost when they are not read in
    time; the frames of a recording wait. ``fps``: frames per second, None when unknown.
    """

    name: str
    live: bool
    fps: float | None

    def read(self) -> Frame | None:
        """Wait for the next frame; None at the end of a recording. Raises CameraError when the source
        fails."""

    def close(self) -> None:
        """Release the device or file. Idempotent."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
