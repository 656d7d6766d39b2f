"""Write folders atomically: a folder appears with all its files, or not at all."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from model.messages.message import Message
from model.storage.atomic_file import sync_folder
from model.storage.leftovers import SUFFIX, remove_leftovers_of, temporary_prefix

READABLE_BY_OTHERS = 0o755


@contextmanager
def atomic_folder(path: Path) -> Iterator[Path]:
    """Yield a temporary folder, which is renamed to ``path`` when the block ends and deleted when it fails.

    It is created at once, so that a full or read-only disk is noticed before any work. Raises FileExistsError
    when ``path`` exists, OSError when the folder cannot be created.
    """
    require_absent(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers_of(path)
    partial = Path(tempfile.mkdtemp(dir=path.parent, prefix=temporary_prefix(path), suffix=SUFFIX))
    try:
        yield partial
        require_absent(path)
        partial.chmod(READABLE_BY_OTHERS)
        partial.rename(path)
        sync_folder(path.parent)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def require_absent(path: Path) -> None:
    """Raises FileExistsError."""
    if path.exists():
        raise FileExistsError(
            Message("{path} exists and is not overwritten. Name a new folder, or move it away.", path=path)
        )
