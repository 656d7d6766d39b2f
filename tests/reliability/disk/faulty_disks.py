"""Disks that refuse, for real: full ones, limited ones, ones that may not be written."""

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
    """``begin()`` makes it refuse; a process begun with ``options`` afterwards is refused everything.
    ``end()`` makes it as before. ``words``: what the system says."""

    folder: Path
    words: str
    begin: Callable[[], object] = lambda: None
    end: Callable[[], object] = lambda: None
    options: dict[str, object] = field(default_factory=dict)


class NotHereError(Exception):
    """This system lets nobody make such a disk. The message says why."""


@contextmanager
def full() -> Iterator[Disk]:
    """A file system of its own, with not a byte left."""
    with _mounted() as folder:
        filler = folder / "filler"
        yield Disk(folder, "No space left on device", lambda: _fill(filler), filler.unlink)


@contextmanager
def limited() -> Iterator[Disk]:
    """The process may write nothing into any file."""
    resource = _limits()
    zero = (0, resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    limit = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, zero)}
    with _open_folder() as folder:
        yield Disk(folder, "File too large", options=limit)


@contextmanager
def read_only() -> Iterator[Disk]:
    """A file system that was mounted anew, read-only."""
    with _mounted() as folder:
        yield Disk(
            folder,
            "Read-only file system",
            lambda: _mount("-o", "remount,ro", str(folder)),
            lambda: _mount("-o", "remount,rw", str(folder)),
        )


@contextmanager
def forbidden() -> Iterator[Disk]:
    """Folders of somebody else; root, who may write everywhere, becomes nobody for that."""
    if sys.platform == "win32":
        raise NotHereError("Windows has other ways to forbid a folder.")
    if IS_ROOT and not _nobody_can_run():
        raise NotHereError("Root may write everywhere, and nobody but root can run this Python.")
    with _open_folder() as folder:
        options = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if IS_ROOT else {}
        yield Disk(
            folder, "Permission denied", lambda: _allow(folder, 0o555), lambda: _allow(folder, 0o755), options
        )


TROUBLES = {"full": (full, limited), "read-only": (read_only, forbidden)}
"""Ways to have a disk of each kind; the first that this system allows is taken."""


@contextmanager
def troubled(kind: str) -> Iterator[Disk]:
    """Raises NotHereError with the reason of each way."""
    reasons = []
    for way in TROUBLES[kind]:
        with ExitStack() as stack:
            try:
                disk = stack.enter_context(way())
            except NotHereError as error:
                reasons.append(str(error))
                continue
            yield disk
            return
    raise NotHereError(" ".join(reasons))


@contextmanager
def _mounted() -> Iterator[Path]:
    if sys.platform != "linux" or not IS_ROOT:
        raise NotHereError("Only root on Linux mounts a disk of a chosen size.")
    with _open_folder() as folder:
        refused = _mount("-t", "tmpfs", "-o", f"size={SIZE},mode=755", "tmpfs", str(folder))
        if refused:
            raise NotHereError(f"Nothing can be mounted here: {refused}")
        try:
            yield folder
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _mount(*options: str) -> str:
    """What was complained about; empty when it is mounted."""
    return subprocess.run(["mount", *options], capture_output=True, text=True, check=False).stderr.strip()


@contextmanager
def _open_folder() -> Iterator[Path]:
    """One that others may enter, too, as pytest's may not."""
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


def _allow(folder: Path, mode: int) -> None:
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
        raise NotHereError("Windows has no limits on files.") from error
    return resource
