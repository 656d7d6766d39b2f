import ctypes
import sys

import psutil
import pytest

from app.system import malloc_trim

CHUNK, CHUNKS = 64_000, 800


def resident_mb() -> float:
    return float(psutil.Process().memory_info().rss / 1e6)


@pytest.mark.skipif(malloc_trim._trim is None, reason="only glibc is asked for what it keeps")
def test_what_was_freed_is_given_back() -> None:
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
    malloc_trim.give_back()
    given = before - resident_mb()
    library.free(chunks[-1])
    assert given > 0.8 * CHUNK * CHUNKS / 1e6


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_are_not_asked(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert malloc_trim._trimming() is None
    monkeypatch.setattr(malloc_trim, "_trim", None)
    malloc_trim.give_back()


def test_a_library_without_the_call_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", lambda name: object())
    assert malloc_trim._trimming() is None
