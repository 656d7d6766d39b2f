"""Return memory to the operating system. On Linux, the C library and OpenGL must be asked."""

import ctypes
import os
import sys
from collections.abc import Callable
from contextlib import suppress

LARGE_BYTES = 1_000_000
"""Slightly more than a frame of 640x480 pixels: frames are frequent, and mapping each would be slow."""
MMAP_THRESHOLD = -3
"""``M_MMAP_THRESHOLD`` in ``malloc.h``."""
OPENGL = "libGL.so.1"


def _function(name: str) -> Callable[..., object] | None:
    """Of the C library; None where it has no such function."""
    if not sys.platform.startswith("linux"):
        return None
    with suppress(OSError, AttributeError):
        function: Callable[..., object] = getattr(ctypes.CDLL(None), name)
        return function
    return None


_trim, _set_option = _function("malloc_trim"), _function("mallopt")


def return_large_blocks() -> None:
    """From now on, blocks of ``LARGE_BYTES`` go back as soon as they are freed. Otherwise glibc itself raises
    this limit up to 32 MB, and large blocks leave holes in its heap."""
    if _set_option is not None:
        _set_option(MMAP_THRESHOLD, LARGE_BYTES)


def trim_heap() -> None:
    """Return the free memory of all arenas, one for each thread. Takes about a millisecond."""
    if _trim is not None:
        _trim(0)


def release_shader_compiler() -> None:
    """Free what OpenGL keeps to compile more shaders: 6 MB with Mesa, which loads it again when it is needed.
    For the thread that draws, once its shaders are compiled. Kivy's own wrapper is not implemented."""
    if sys.platform.startswith("linux"):
        with suppress(OSError, AttributeError):
            # Only if the window uses it: another OpenGL would be loaded for nothing.
            ctypes.CDLL(OPENGL, os.RTLD_NOLOAD).glReleaseShaderCompiler()
