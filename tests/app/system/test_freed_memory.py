import ctypes
import platform
import runpy
import subprocess
import sys

import psutil
import pytest

from app.storage.paths import PROJECT
from app.system import freed_memory

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
    freed_memory.trim_heap()
    given = before - resident_mb()
    library.free(chunks[-1])
    assert given > 0.8 * CHUNK * CHUNKS / 1e6


def on_another_system(system: str, library: object, monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Use the module as on ``system``, whose C library is ``library``; the libraries that were opened."""
    opened: list[str | None] = []
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(ctypes, "CDLL", lambda name, *mode: opened.append(name) or library)
    module = runpy.run_path(freed_memory.__file__)
    module["return_large_blocks"]()
    module["trim_heap"]()
    module["release_shader_compiler"]()
    return opened


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_other_systems_do_nothing(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert on_another_system(system, object(), monkeypatch) == []


def test_a_library_without_these_functions_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(on_another_system("linux", object(), monkeypatch)) == {None, freed_memory.OPENGL}


OPENGL_NOT_USED = """
import ctypes
from pathlib import Path
from app.system.freed_memory import OPENGL, release_shader_compiler

release_shader_compiler()
print(OPENGL.split(".")[0] in Path("/proc/self/maps").read_text())
ctypes.CDLL(OPENGL)
print(OPENGL.split(".")[0] in Path("/proc/self/maps").read_text())
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has this library")
def test_opengl_is_not_loaded_only_to_free_memory() -> None:
    command = [sys.executable, "-c", OPENGL_NOT_USED]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


LARGE_BLOCK = """
import ctypes
import psutil
from app.system.freed_memory import return_large_blocks

SIZE = 20_000_000
library = ctypes.CDLL(None)
library.malloc.restype, library.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
library.free.argtypes = [ctypes.c_void_p]
return_large_blocks()
library.free(library.malloc(SIZE))  # otherwise, glibc keeps blocks of this size from now on
block = library.malloc(SIZE)
ctypes.memset(block, 1, SIZE)
above = library.malloc(100_000)
before = psutil.Process().memory_info().rss
library.free(block)
print((before - psutil.Process().memory_info().rss) / SIZE)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has mallopt")
def test_a_large_block_goes_back_when_it_is_freed() -> None:
    command = [sys.executable, "-c", LARGE_BLOCK]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    assert float(done.stdout) == pytest.approx(1, abs=0.1)
