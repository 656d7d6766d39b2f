"""What two processes must not do at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from app.storage.errors import StoreError


class BusyError(StoreError):
    """Another process does the same work. The message says which, and what to do."""


@contextmanager
def exclusive_lock(lock: Path, refusal: str, wait_s: float = 0.0) -> Iterator[None]:
    """Hold the file ``lock`` until the block ends, or this process does: the system itself lets go of it, so
    nobody who is killed leaves anything that must be cleared away. The file may stay, and means nothing.

    Raises BusyError with ``refusal`` when another process holds it, still after ``wait_s``, and OSError when
    the disk refuses.
    """
    held = FileLock(lock)
    try:
        held.acquire(timeout=wait_s, poll_interval=0.02)
    except Timeout as error:
        raise BusyError(refusal) from error
    try:
        yield
    finally:
        held.release()
