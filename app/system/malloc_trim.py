"""Return freed memory to the operating system."""

import ctypes
import sys
from collections.abc import Callable
from contextlib import suppress


def _trimming() -> Callable[[int], object] | None:
    """glibc keeps freed memory in an arena of each thread. Other C libraries have no such call."""
    if not sys.platform.startswith("linux"):
        return None
    with suppress(OSError, AttributeError):
        trim: Callable[[int], object] = ctypes.CDLL(None).malloc_trim
        return trim
    return None


_trim = _trimming()


def trim_heap() -> None:
    """Ask the C library to return its free memory. Takes about a millisecond; a no-op without glibc."""
    if _trim is not None:
        _trim(0)
