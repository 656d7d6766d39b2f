"""Delete temporary files and folders that killed processes left behind."""

import shutil
import time
from contextlib import suppress
from pathlib import Path

LEFTOVER_AGE_S = 3600.0
"""Anything younger may belong to a process that is still writing."""

SUFFIX = ".partial"


def temporary_prefix(path: Path) -> str:
    """The prefix of temporary files and folders that are to become ``path``."""
    return f".{path.name}."


def remove_leftovers_of(path: Path) -> None:
    """Delete old temporary files and folders that were to become ``path``. Raises OSError."""
    _remove_old(path.parent, temporary_prefix(path))


def remove_leftovers_in(folder: Path) -> None:
    """Delete old temporary files and folders in a ``folder`` of Sameface's. Raises OSError."""
    _remove_old(folder, ".")


def _remove_old(folder: Path, prefix: str) -> None:
    oldest = time.time() - LEFTOVER_AGE_S
    for entry in _entries(folder):
        if entry.name.startswith(prefix) and entry.name.endswith(SUFFIX):
            with suppress(FileNotFoundError):
                if entry.stat().st_mtime < oldest:
                    _remove(entry)


def _entries(folder: Path) -> list[Path]:
    """None when there is no such folder: another process may delete it at any moment."""
    try:
        return list(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def _remove(leftover: Path) -> None:
    if leftover.is_dir():
        shutil.rmtree(leftover, ignore_errors=True)
    else:
        leftover.unlink()
