"""A folder that is written whole, or not at all."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from model.storage.atomic_file import sync_folder

READABLE_BY_OTHERS = 0o755


@contextmanager
def whole_folder(out: Path) -> Iterator[Path]:
    """A folder to write into, which becomes ``out`` when the block ends and vanishes when it fails.

    It is made at once, so that a disk that refuses says so before any work is done. Raises FileExistsError
    when ``out`` exists, OSError when it cannot be made.
    """
    demand_nothing_at(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}.", suffix=".partial"))
    try:
        yield partial
        demand_nothing_at(out)
        partial.chmod(READABLE_BY_OTHERS)
        partial.rename(out)
        sync_folder(out.parent)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def demand_nothing_at(out: Path) -> None:
    """Raises FileExistsError."""
    if out.exists():
        raise FileExistsError(
            f"{out} exists already, and nothing is overwritten. Name a new folder with --out."
        )
