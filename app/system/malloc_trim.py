"""Memory that was freed goes back to the system."""

import ctypes
import sys
from collections.abc import Callable
from contextlib import suppress


def _trimming() -> Callable[[int], object] | None:
    """glibc keeps what threads have freed, each its own; musl and other systems have no such call."""
    if not sys.platform.startswith("linux"):
        return None
    with suppress(OSError, AttributeError):
        trim: Callable[[int], object] = ctypes.CDLL(None).malloc_trim
        return trim
    return None


_trim = _trimming()


def give_back() -> None:
    """What the C library keeps for later, in about a millisecond.

    Nothing where the system has no way to ask for it.
    """
    if _trim is not None:
        _trim(0)
