"""Write files atomically: after a crash at any moment, the old file or the new one is there."""

import errno
import os
import tempfile
from pathlib import Path

from model.storage.leftovers import SUFFIX, temporary_prefix


def write_atomically(path: Path, content: bytes) -> None:
    """Write ``content`` to a temporary file beside ``path``, flush it to disk, then rename it to ``path``.

    Raises OSError (full or read-only disk, or a device at ``path``); an existing file is then unchanged.
    """
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "Not an ordinary file", str(path))
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=temporary_prefix(path), suffix=SUFFIX)
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


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` survive a power cut; Windows does so by itself and has no such call."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
