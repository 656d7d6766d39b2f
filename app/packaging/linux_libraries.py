"""Shrink the folder on Linux: the wheels bring FFmpeg, a BLAS and AVIF twice, libraries that nothing calls,
and symbols for debuggers.

OpenCV then uses the copies of PyAV, NumPy and Pillow. Every step checks that the versions fit, and raises
ShrinkError when a newer wheel no longer does.
"""

import re
import shutil
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from app.packaging.elf import Symbol, called_symbols, defined_symbols, needed_libraries, patch

BRIDGE = Path(__file__).with_name("blas_bridge.c")
OPENCV = "cv2/cv2.abi3.so"
OPENCV_LIBRARIES = "opencv_python_headless.libs"
STUBBED = (
    # FFmpeg calls them to encode (x264 and x265 are under the GPL), or to decode what it decodes itself.
    *("libx264", "libx265", "libSvtAv1Enc", "libmp3lame", "libvpx", "libwebp", "libwebpmux", "libopus"),
    *("libopencore-amrnb", "libopencore-amrwb"),
    # PyAV's filters and devices: Sameface opens webcams through OpenCV.
    *("libavfilter", "libavdevice"),
)
"""Sameface decodes video, and calls none of these. 44 MB."""
RETURN_TEXT = ("_license", "_configuration")
"""PyAV reads the result of these functions as text when it is imported."""
UNUSED_LINKS = {"kivy/**/*.so": ("Kivy.libs", "libSDL2_mixer")}
"""Modules that name a library without calling it."""
STRIPPED = (
    "kivy/**/*.so",
    "av/**/*.so",
    "PIL/*.so",
    "numpy/**/*.so",
    "cryptography/**/*.so",
    "ai_edge_litert/*.so",
    "python3*/**/*.so",
    "libpython3*.so*",
)
VERSION = re.compile(r"\.so\.(\d+)\.(\d+)\.(\d+)$")


class ShrinkError(RuntimeError):
    """A wheel contains other libraries than this script was written for."""


@dataclass(frozen=True, slots=True)
class SharedLibrary:
    """OpenCV's copy of the library ``name`` is replaced by the one in ``folder``."""

    name: str
    folder: str


SHARED = (
    *(SharedLibrary(name, "av.libs") for name in ("libavcodec", "libavformat", "libavutil", "libswscale")),
    SharedLibrary("libavif", "pillow.libs"),
)


def shrink(folder: Path) -> None:
    """Change the libraries in ``folder``, PyInstaller's ``_internal``. Raises ShrinkError, OSError and
    CalledProcessError."""
    strip_symbols(folder)
    for library in SHARED:
        share(folder, library)
    share_blas(folder)
    drop_unused_links(folder)
    for name in STUBBED:
        stub(folder / "av.libs", name)
    share_same_names(folder)
    remove_unused(folder)


def strip_symbols(folder: Path) -> None:
    """Kivy's and PyAV's modules are four fifths symbols. The libraries beside them, in ``*.libs``, were moved
    by auditwheel, and strip would break them."""
    files = [path for pattern in STRIPPED for path in folder.glob(pattern) if not path.is_symlink()]
    subprocess.run(["strip", "--strip-unneeded", *map(str, files)], check=True)


def share(folder: Path, library: SharedLibrary) -> None:
    own = _only(folder / OPENCV_LIBRARIES, f"{library.name}-*.so.*")
    other = _only(folder / library.folder, f"{library.name}-*.so.*")
    _require_compatible(own, other)
    patch(folder / OPENCV, "--replace-needed", own.name, other.name)
    patch(folder / OPENCV, "--add-rpath", f"$ORIGIN/../{library.folder}")
    own.unlink()


def share_blas(folder: Path) -> None:
    """OpenCV's OpenBLAS (39 MB) takes 32-bit integers, and NumPy's takes 64-bit ones: a small bridge
    converts."""
    own = _only(folder / OPENCV_LIBRARIES, "libopenblas*.so*")
    other = _only(folder / "numpy.libs", "libscipy_openblas64_*.so")
    own.unlink()
    command = ["cc", "-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", str(own), str(BRIDGE)]
    command += [f"-Wl,-soname,{own.name}", "-Wl,-rpath,$ORIGIN/../numpy.libs", "-Wl,--no-undefined"]
    subprocess.run([*command, f"-L{other.parent}", f"-l:{other.name}"], check=True)


def drop_unused_links(folder: Path) -> None:
    """Raises ShrinkError if a module calls the library after all."""
    for modules, (place, name) in UNUSED_LINKS.items():
        library = _only(folder / place, f"{name}-*.so*")
        for module in (path for path in folder.glob(modules) if library.name in needed_libraries(path)):
            if called := called_symbols(module) & defined_symbols(library).keys():
                raise ShrinkError(f"{module} calls {name}. Received: {sorted(called)}")
            patch(module, "--remove-needed", library.name)


def stub(libraries: Path, name: str) -> None:
    """Replace ``name`` by a library of empty functions: Python loads a module only if every function that it
    calls exists."""
    file = _only(libraries, f"{name}-*.so*")
    users = (path for path in (*libraries.parent.glob("av/**/*.so"), *libraries.iterdir()) if path != file)
    called = set().union(*(called_symbols(path) for path in users if file.name in needed_libraries(path)))
    symbols = defined_symbols(file)
    source = "".join(_stub(symbols[one]) for one in sorted(called & symbols.keys()))
    version = next((symbol.version for symbol in symbols.values() if symbol.version), "")
    file.unlink()
    script = libraries / "version.map"
    script.write_text(f"{version} {{ global: *; }};\n", encoding="utf-8")
    command = ["cc", "-shared", "-fPIC", f"-Wl,-soname,{file.name}", f"-Wl,--version-script={script}"]
    subprocess.run([*command, "-o", str(file), "-x", "c", "-"], input=source, text=True, check=True)
    script.unlink()


def share_same_names(folder: Path) -> None:
    """The same library, by the hash in its name, is in several wheels: each gets the smallest copy."""
    copies: dict[str, list[Path]] = defaultdict(list)
    for path in folder.glob("*.libs/*.so*"):
        copies[path.name].append(path)
    for paths in copies.values():
        smallest = min(paths, key=lambda path: path.stat().st_size)
        for path in paths:
            if path != smallest:
                shutil.copy2(smallest, path)


def remove_unused(folder: Path) -> None:
    """Delete libraries that no other file needs, and links to deleted files."""
    _remove_dangling_links(folder)
    while unused := _unneeded(folder):
        for file in unused:
            file.unlink()
        _remove_dangling_links(folder)


def _unneeded(folder: Path) -> list[Path]:
    libraries = [path for path in folder.glob("*.libs/*") if not path.is_symlink()]
    users = [path for path in folder.rglob("*.so*") if path.is_file() and not path.is_symlink()]
    needed = {name for path in users for name in needed_libraries(path)}
    return [path for path in libraries if path.name not in needed]


def _stub(symbol: Symbol) -> str:
    """C for data of the same size, or for a function that returns null or an empty text: FFmpeg finds an
    encoder without formats, and PyAV no filter and no device."""
    if not symbol.is_function:
        return f"char {symbol.name}[{symbol.size}];\n"
    result = '""' if symbol.name.endswith(RETURN_TEXT) else "0"
    return f"void *{symbol.name}(void) {{ return {result}; }}\n"


def _only(folder: Path, pattern: str) -> Path:
    found = [path for path in folder.glob(pattern) if not path.is_symlink()]
    if len(found) != 1:
        raise ShrinkError(f"One {pattern} was expected in {folder}. Received: {[one.name for one in found]}")
    return found[0]


def _require_compatible(own: Path, other: Path) -> None:
    """The same major and minor version, and no older patch: the promise of FFmpeg and libavif."""
    versions = [VERSION.search(path.name) for path in (own, other)]
    wanted, offered = (tuple(map(int, version.groups())) if version else () for version in versions)
    if not wanted or wanted[:2] != offered[:2] or offered < wanted:
        raise ShrinkError(f"{other.name} cannot take the place of {own.name}.")


def _remove_dangling_links(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_symlink() and not path.exists():
            path.unlink()
