import ctypes
import platform
import runpy
import sys

import psutil
import pytest

from app.system import malloc_trim

CHUNK, CHUNKS = 64_000, 800


def resident_mb() -> float:
    return float(psutil.Process().memory_info().rss / 1e6)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has malloc_trim")
def test_freed_memory_returns_to_the_system() -> None:
    library = ctypes.CDLL(None)
    library.malloc.restype, library.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    library.free.argtypes = [ctypes.c_void_p]
    chunks = [library.malloc(CHUNK) for _ in range(CHUNKS)]
    for chunk in chunks:
        ctypes.memset(chunk, 1, CHUNK)
    # The last one stays: what lies below it is kept by the library, not by the system.
    for chunk in chunks[:-1]:
        library.free(chunk)
    before = resident_mb()
    malloc_trim.trim_heap()
    given = before - resident_mb()
    library.free(chunks[-1])
    assert given > 0.8 * CHUNK * CHUNKS / 1e6


def on_another_system(system: str, library: object, monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Trim as on ``system``, whose C library is ``library``; the libraries that were opened."""
    opened: list[str | None] = []
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(ctypes, "CDLL", lambda name: opened.append(name) or library)
    runpy.run_path(malloc_trim.__file__)["trim_heap"]()
    return opened


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_other_systems_do_nothing(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert on_another_system(system, object(), monkeypatch) == []


def test_a_library_without_malloc_trim_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert on_another_system("linux", object(), monkeypatch) == [None]
