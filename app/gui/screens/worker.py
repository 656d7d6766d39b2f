"""One hop to a worker thread, and one hop back: Kivy is touched from its own thread only."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from kivy.clock import Clock

from app.camera.source import CameraError
from model.storage.os_errors import describe_os_error

T = TypeVar("T")

EXPECTED = (OSError, ValueError, CameraError)
"""What a user can cause: full disks, unreadable files, damaged bundles. Their messages are shown."""


class BackgroundWorker:
    """Works through what it is given one after the other. Errors beyond ``EXPECTED`` end the app, loudly."""

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._closed = False

    def run(
        self,
        work: Callable[[], T],
        then: Callable[[T], object] = lambda result: None,
        failed: Callable[[str], object] = lambda sentence: None,
    ) -> None:
        """Do ``work`` on the worker thread; its result goes to ``then``, its error's words to ``failed``."""
        if self._closed:
            return
        future = self._pool.submit(work)
        future.add_done_callback(
            lambda done: Clock.schedule_once(lambda dt: self._arrive(done, then, failed))
        )

    def close(self) -> None:
        """Finish what was asked for; no result arrives any more."""
        self._closed = True
        self._pool.shutdown()

    def _arrive(self, done: Future[T], then: Callable[[T], Any], failed: Callable[[str], Any]) -> None:
        if self._closed:
            return
        try:
            result = done.result()
        except EXPECTED as error:
            failed(describe_os_error(error))
            return
        then(result)
