"""A one-slot mailbox between threads: it holds only the newest value."""

import threading
import time
from typing import Generic, TypeVar

T = TypeVar("T")

STOP_CHECK_S = 0.05
"""The longest time until a waiting thread notices its stop flag."""


class Latest(Generic[T]):
    """``put`` never waits and replaces the old value. One thread may ``take``, any number may ``peek``."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._value: T | None = None
        self._new = False

    def put(self, value: T) -> None:
        with self._changed:
            self._value, self._new = value, True
            self._changed.notify_all()

    def peek(self) -> T | None:
        """The last value, taken or not; None before the first."""
        return self._value

    def take(self, timeout_s: float, stop: threading.Event) -> T | None:
        """Wait for a value that has not been taken yet. None after ``timeout_s``, or when ``stop`` is set."""
        end = time.monotonic() + timeout_s
        with self._changed:
            while not self._new:
                remaining = end - time.monotonic()
                if remaining <= 0 or stop.is_set():
                    return None
                self._changed.wait(min(remaining, STOP_CHECK_S))
            self._new = False
            return self._value
