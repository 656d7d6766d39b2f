"""Real disks that fail: full, with a file size limit, read-only or without permission."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from app.storage.paths import PROJECT

SIZE = "24m"
NOBODY = 65534
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@dataclass(frozen=True, slots=True)
class Disk:
    """Between ``start_fault()`` and ``end_fault()``, writes fail in a process that starts with ``options``.
    ``words``: the error text of the system."""

    folder: Path
    words: str
    start_fault: Callable[[], object] = lambda: None
    end_fault: Callable[[], object] = lambda: None
    options: dict[str, object] = field(default_factory=dict)


class UnsupportedDiskError(Exception):
    """This system cannot provide such a disk. The message says why."""


@contextmanager
def full_disk() -> Iterator[Disk]:
    """A separate file system without a free byte."""
    with _mounted() as folder:
        filler = folder / "filler"
        yield Disk(folder, "No space left on device", lambda: _fill(filler), filler.unlink)


@contextmanager
def file_size_limit() -> Iterator[Disk]:
    """A limit of zero bytes on every file that the process writes."""
    resource = _limits()
    zero = (0, resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    limit = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, zero)}
    with _open_folder() as folder:
        yield Disk(folder, "File too large", options=limit)


@contextmanager
def read_only_disk() -> Iterator[Disk]:
    """A file system that was remounted read-only."""
    with _mounted() as folder:
        yield Disk(
            folder,
            "Read-only file system",
            lambda: _mount("-o", "remount,ro", str(folder)),
            lambda: _mount("-o", "remount,rw", str(folder)),
        )


@contextmanager
def forbidden_folder() -> Iterator[Disk]:
    """Folders of another user. Root may write everywhere, so its process runs as the user nobody."""
    if sys.platform == "win32":
        raise UnsupportedDiskError("Windows has other ways to forbid a folder.")
    if IS_ROOT and not _nobody_can_run():
        raise UnsupportedDiskError("Root may write everywhere, and nobody but root can run this Python.")
    with _open_folder() as folder:
        options = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if IS_ROOT else {}
        yield Disk(
            folder,
            "Permission denied",
            lambda: _set_mode(folder, 0o555),
            lambda: _set_mode(folder, 0o755),
            options,
        )


DISK_FAULTS = {"full": (full_disk, file_size_limit), "read-only": (read_only_disk, forbidden_folder)}
"""Ways to provide each fault, in order of preference."""


@contextmanager
def faulty_disk(kind: str) -> Iterator[Disk]:
    """The first disk with this fault that the system can provide.

    Raises UnsupportedDiskError with the reason of each way.
    """
    reasons = []
    for way in DISK_FAULTS[kind]:
        with ExitStack() as stack:
            try:
                disk = stack.enter_context(way())
            except UnsupportedDiskError as error:
                reasons.append(str(error))
                continue
            yield disk
            return
    raise UnsupportedDiskError(" ".join(reasons))


@contextmanager
def _mounted() -> Iterator[Path]:
    if sys.platform != "linux" or not IS_ROOT:
        raise UnsupportedDiskError("Only root on Linux mounts a disk of a chosen size.")
    with _open_folder() as folder:
        complaint = _mount("-t", "tmpfs", "-o", f"size={SIZE},mode=755", "tmpfs", str(folder))
        if complaint:
            raise UnsupportedDiskError(f"Nothing can be mounted here: {complaint}")
        try:
            yield folder
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _mount(*options: str) -> str:
    """The error text of ``mount``, empty on success."""
    return subprocess.run(["mount", *options], capture_output=True, text=True, check=False).stderr.strip()


@contextmanager
def _open_folder() -> Iterator[Path]:
    """A folder that other users may enter. They may not enter pytest's."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def _fill(file: Path) -> None:
    with file.open("wb", buffering=0) as filler:
        try:
            while filler.write(bytes(1 << 20)):
                pass
        except OSError:
            return


def _set_mode(folder: Path, mode: int) -> None:
    for path in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        path.chmod(mode)


def _nobody_can_run() -> bool:
    given = [sys.executable, "-c", "import app.storage.settings, cv2"]
    options = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    try:
        subprocess.run(given, capture_output=True, cwd=PROJECT, check=True, **options)
    except (PermissionError, subprocess.CalledProcessError):
        return False
    return True


def _limits() -> ModuleType:
    try:
        import resource
    except ImportError as error:
        raise UnsupportedDiskError("Windows has no limits on files.") from error
    return resource
