"""A source with timeouts, on its own thread: a driver that blocks forever blocks no other thread."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue

from app.camera.latest import Latest
from app.camera.source import CameraError, CameraLostError, FrameSource
from model.messages.message import Message
from model.vision.frame import Frame

OPEN_TIMEOUT_S = 20.0
"""Also applies to the first frame of a camera, and to each frame of a recording, whose disk may be asleep."""
READ_TIMEOUT_S = 4.0
CLOSE_TIMEOUT_S = 0.5
MIN_SIDE_PX, MAX_PIXELS = 16, 50_000_000


@dataclass(frozen=True, slots=True)
class _Result:
    frame: Frame | None = None
    error: Exception | None = None


class TimeoutSource(FrameSource):
    """Opens, reads and closes a source on one thread, and abandons that thread when it does not respond.

    An abandoned source is closed as soon as its driver returns. Once ``stop`` is set, no method waits.
    """

    def __init__(self, opening: Callable[[], FrameSource], stop: threading.Event | None = None) -> None:
        """Raises the errors of ``opening``, and CameraLostError when it takes too long."""
        self.name: str = Message("the camera")
        self.live = True
        self.fps: float | None = None
        self._stop = stop or threading.Event()
        self._delivered = False
        self._read_requests: SimpleQueue[bool] = SimpleQueue()
        self._results: Latest[_Result] = Latest()
        self._thread = threading.Thread(target=self._work, args=(opening,), name="camera", daemon=True)
        self._thread.start()
        self._wait_for_result(OPEN_TIMEOUT_S)

    def read(self) -> Frame | None:
        """The next frame; None at the end, or once ``stop`` is set. Raises the source's errors,
        CameraLostError when it does not respond, and CameraError for frames of an unusable size."""
        self._read_requests.put(True)
        patient = not self._delivered or not self.live
        frame = self._wait_for_result(OPEN_TIMEOUT_S if patient else READ_TIMEOUT_S).frame
        if frame is not None:
            self._delivered = True
            _check_size(self.name, frame)
        return frame

    def close(self) -> None:
        """Wait briefly for the driver, so that the camera can be opened again."""
        self._read_requests.put(False)
        self._thread.join(CLOSE_TIMEOUT_S)

    def _work(self, opening: Callable[[], FrameSource]) -> None:
        """Run on the source's thread. Errors are raised on the waiting thread."""
        try:
            with opening() as source:
                self.name, self.live, self.fps = source.name, source.live, source.fps
                self._results.put(_Result())
                while self._read_requests.get():
                    self._results.put(_Result(source.read()))
        except Exception as error:  # noqa: BLE001 - raised on the waiting thread
            self._results.put(_Result(error=error))

    def _wait_for_result(self, timeout_s: float) -> _Result:
        result = self._results.take(timeout_s, self._stop)
        if result is None and self._stop.is_set():
            return _Result()
        if result is None:
            self._read_requests.put(False)
            words = Message(
                "No response from {camera} for {seconds:g} s. Check its cable or network.",
                camera=self.name,
                seconds=timeout_s,
            )
            raise CameraLostError(words, blocked=self._thread.is_alive)
        if result.error:
            raise result.error
        return result


def _check_size(name: str, frame: Frame) -> None:
    height, width = frame.image.shape[:2]
    if min(height, width) < MIN_SIDE_PX or height * width > MAX_PIXELS:
        words = Message(
            "Pictures of {width}x{height} pixels from {camera} cannot be used. Choose another camera.",
            width=width,
            height=height,
            camera=name,
        )
        raise CameraError(words)
