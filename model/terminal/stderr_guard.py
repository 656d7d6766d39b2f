"""Keep the messages of native libraries off the user's terminal."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_LOCK = threading.RLock()
"""Two threads that each restored the state they found could leave stderr redirected permanently."""


@contextmanager
def suppress_native_stderr() -> Iterator[None]:
    """Discard the process's standard error.

    LiteRT and TensorFlow write notes about processors and delegates to it directly, past Python, and have no
    switch for all of them. Errors still arrive as Python exceptions.
    """
    with _LOCK:
        try:
            sys.stderr.flush()
            original = os.dup(2)
        except (AttributeError, OSError):  # a process without standard error, as under pythonw
            yield
            return
        try:
            with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - os.devnull is a name on Windows, not a path
                os.dup2(nowhere.fileno(), 2)
            yield
        finally:
            os.dup2(original, 2)
            os.close(original)
