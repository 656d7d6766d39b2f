"""A worker thread whose results arrive on Kivy's thread, the only one that may touch widgets."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from kivy.clock import Clock

from app.camera.source import CameraError
from model.storage.os_errors import describe_os_error

T = TypeVar("T")

EXPECTED_ERRORS = (OSError, ValueError, CameraError)
"""Errors that a user can cause, such as a full disk or a damaged bundle. The window shows them."""


class BackgroundWorker:
    """Runs one task at a time. Any other error than ``EXPECTED_ERRORS`` ends the application."""

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._closed = False

    def run(
        self,
        work: Callable[[], T],
        then: Callable[[T], object] = lambda result: None,
        failed: Callable[[str], object] = lambda message: None,
    ) -> None:
        """Run ``work`` on the worker thread. ``then`` gets its result, or ``failed`` its error message."""
        if self._closed:
            return
        future = self._pool.submit(work)
        future.add_done_callback(
            lambda done: Clock.schedule_once(lambda dt: self._deliver(done, then, failed))
        )

    def close(self) -> None:
        """Finish the submitted tasks and drop their results."""
        self._closed = True
        self._pool.shutdown()

    def _deliver(self, done: Future[T], then: Callable[[T], Any], failed: Callable[[str], Any]) -> None:
        if self._closed:
            return
        try:
            result = done.result()
        except EXPECTED_ERRORS as error:
            failed(describe_os_error(error))
            return
        then(result)
