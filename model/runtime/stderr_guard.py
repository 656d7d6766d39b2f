"""Keeping what native libraries chat off the user's terminal."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_LOCK = threading.RLock()
"""Two threads that each gave back what they found would leave the other's nowhere for ever."""


@contextmanager
def native_chatter_withheld() -> Iterator[None]:
    """Nothing reaches the standard error of the process meanwhile.

    LiteRT and TensorFlow write notes on processors and delegates straight to it, past Python, and have no
    switch for all of them. What goes wrong comes as a Python exception all the same.
    """
    with _LOCK:
        try:
            sys.stderr.flush()
            kept = os.dup(2)
        except (AttributeError, OSError):  # a program without standard error, as under pythonw
            yield
            return
        try:
            with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - os.devnull is a name on Windows, not a path
                os.dup2(nowhere.fileno(), 2)
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
