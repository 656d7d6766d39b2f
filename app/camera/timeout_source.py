"""A source on a thread of its own: where its driver blocks for ever, nobody else does."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue

from app.camera.latest import Latest
from app.camera.source import CameraError, CameraLostError, FrameSource
from model.vision.frame import Frame

OPEN_TIMEOUT_S = 20.0
"""Also for the first picture of a camera, and for each of a recording, whose disk may have to wake up."""
READ_TIMEOUT_S = 4.0
CLOSE_TIMEOUT_S = 0.5
MIN_SIDE_PX, MAX_PIXELS = 16, 50_000_000


@dataclass(frozen=True, slots=True)
class _Result:
    frame: Frame | None = None
    error: Exception | None = None


class TimeoutSource(FrameSource):
    """Opens, reads and closes a source on one thread, and leaves that behind when it does not answer.

    A source that was left behind is closed as soon as its driver lets go, and not used again. Once ``stop``
    is set, nothing waits any more.
    """

    def __init__(self, opening: Callable[[], FrameSource], stop: threading.Event | None = None) -> None:
        """Raises what ``opening`` raises, and CameraLostError when that takes too long."""
        self.name = "the camera"
        self.live = True
        self.fps: float | None = None
        self._stop = stop or threading.Event()
        self._delivered = False
        self._go_on: SimpleQueue[bool] = SimpleQueue()
        self._answers: Latest[_Result] = Latest()
        self._thread = threading.Thread(target=self._work, args=(opening,), name="camera", daemon=True)
        self._thread.start()
        self._answer(OPEN_TIMEOUT_S)

    def read(self) -> Frame | None:
        """As every source does; None also once ``stop`` is set. Raises CameraLostError when a camera does not
        answer, CameraError for pictures of an absurd size."""
        self._go_on.put(True)
        patient = not self._delivered or not self.live
        frame = self._answer(OPEN_TIMEOUT_S if patient else READ_TIMEOUT_S).frame
        if frame is not None:
            self._delivered = True
            _check_size(self.name, frame)
        return frame

    def close(self) -> None:
        """Waits a moment for the driver, so that the camera can be opened again."""
        self._go_on.put(False)
        self._thread.join(CLOSE_TIMEOUT_S)

    def _work(self, opening: Callable[[], FrameSource]) -> None:
        """On the source's own thread. Any error goes to whoever waits, and is raised there."""
        try:
            with opening() as source:
                self.name, self.live, self.fps = source.name, source.live, source.fps
                self._answers.put(_Result())
                while self._go_on.get():
                    self._answers.put(_Result(source.read()))
        except Exception as error:  # noqa: BLE001 - it is raised where the answer is waited for
            self._answers.put(_Result(error=error))

    def _answer(self, limit_s: float) -> _Result:
        answer = self._answers.take(limit_s, self._stop)
        if answer is None and self._stop.is_set():
            return _Result()
        if answer is None:
            self._go_on.put(False)
            words = f"Nothing has come from {self.name} for {limit_s:g} s. Check its plug or its network."
            raise CameraLostError(words, blocked=self._thread.is_alive)
        if answer.error:
            raise answer.error
        return answer


def _check_size(name: str, frame: Frame) -> None:
    height, width = frame.image.shape[:2]
    if min(height, width) < MIN_SIDE_PX or height * width > MAX_PIXELS:
        words = f"Pictures of {width}x{height} pixels cannot be used. They are from {name}. Choose another."
        raise CameraError(words)
