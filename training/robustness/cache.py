"""Arrays in .npy files: later runs of a benchmark reuse the results of earlier ones."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.messages.message import english_only
from model.storage.atomic_file import write_atomically
from training.jobs.progress import JobError


def save_rows(file: Path, rows: NDArray[np.float32]) -> None:
    content = io.BytesIO()
    np.save(content, rows)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(file, content.getvalue())


def load_rows(file: Path) -> NDArray[np.float32]:
    """Raises JobError when the file is damaged."""
    try:
        return np.asarray(np.load(file, allow_pickle=False), np.float32)
    except (OSError, EOFError, ValueError) as error:
        raise JobError(english_only(f"{file} is damaged ({error}). Delete it and try again.")) from error


def load_or_compute(file: Path, compute: Callable[[], NDArray[np.float32]]) -> NDArray[np.float32]:
    """Read the rows from ``file``. If it does not exist, compute and save them first."""
    if not file.is_file():
        save_rows(file, compute())
    return load_rows(file)
