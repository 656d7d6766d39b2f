"""Files that are whole or absent: a crash at any moment leaves the old state or the new one."""

import errno
import glob
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

LEFTOVER_AGE_S = 60.0
"""Anything younger may be what another process is writing at this moment."""


def write_atomically(path: Path, content: bytes) -> None:
    """Write ``content`` beside ``path``, bring it to the disk, then rename it into place.

    Raises OSError (full or read-only disk, or a device at ``path``); the old file, if any, is then untouched.
    """
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "Not an ordinary file", str(path))
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".partial")
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sweep(path: Path) -> None:
    """Delete what killed processes have left half written of ``path``. Raises OSError."""
    before = time.time() - LEFTOVER_AGE_S
    for partial in path.parent.glob(f".{glob.escape(path.name)}.*.partial"):
        with suppress(FileNotFoundError):
            if partial.stat().st_mtime < before:
                partial.unlink()


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` survive a power cut; Windows does so by itself and has no such call."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
