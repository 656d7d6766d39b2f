"""A lock between processes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from app.storage.errors import StoreError
from model.messages.message import Message


class BusyError(StoreError):
    """Another process holds the lock. The message says what it is doing, and the next step."""


@contextmanager
def exclusive_lock(lock: Path, refusal: Message, wait_s: float = 0.0) -> Iterator[None]:
    """Hold the file ``lock`` until the block or this process ends. The system releases the lock of a killed
    process. The file may remain; it means nothing by itself.

    Raises BusyError with ``refusal`` when another process still holds the lock after ``wait_s``, and OSError.
    """
    file_lock = FileLock(lock)
    try:
        file_lock.acquire(timeout=wait_s, poll_interval=0.02)
    except Timeout as error:
        raise BusyError(refusal) from error
    try:
        yield
    finally:
        file_lock.release()
