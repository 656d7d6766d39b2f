"""Where frames come from, and what can go wrong there."""

from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self

from model.vision.frame import Frame


class CameraError(Exception):
    """A source cannot be opened or has stopped. The message says so to a person, with what to do next."""


class CameraLostError(CameraError):
    """One that may come back by itself: unplugged, busy, not allowed, off the air.

    ``blocked``: whether its driver still holds on to a thread; until it lets go, opening it again is no use.
    """

    def __init__(self, message: str, blocked: Callable[[], bool] = lambda: False) -> None:
        super().__init__(message)
        self.blocked = blocked


class FrameSource(Protocol):
    """Something that delivers frames. It is used, and closed, by one thread at a time.

    ``name`` is for people. ``live``: a camera, whose frames are lost when not read in time; otherwise every
    frame of a recording waits to be read. ``fps`` is frames per second, None when unknown.
    """

    name: str
    live: bool
    fps: float | None

    def read(self) -> Frame | None:
        """The next frame, waiting for it if need be; None at the end of a recording, never from a camera.

        Raises CameraError when the source has stopped delivering.
        """

    def close(self) -> None:
        """Give the device or file back; closing twice is harmless."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
