"""What the steps of a contest share: the finder, and a folder that keeps what took long to make."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.storage.atomic_file import write_atomically
from model.vision.face import FaceFinder
from training.jobs.progress import JobCancelled, JobError, Progress, ReportProgress, ShouldStop


@dataclass(frozen=True, eq=False, kw_only=True)
class Workshop:
    """``finder_fingerprint`` is another one for another finder or another smallest face."""

    folder: Path
    finder: FaceFinder
    finder_fingerprint: str
    report: ReportProgress
    should_stop: ShouldStop

    def step(self, stage: str, done: int, total: int) -> None:
        """Between two steps. Raises JobCancelled when asked to stop."""
        self.report(Progress(stage, done, total))
        if self.should_stop():
            advice = "The same command goes on with what it has not finished."
            raise JobCancelled(f"Stopped in {stage!r} after {done} of {total}. {advice}")

    def file_for(self, kind: str, *fingerprints: str) -> Path:
        """Where something is kept that depends on the finder and ``fingerprints``."""
        digest = hashlib.sha256("\n".join((self.finder_fingerprint, *fingerprints)).encode())
        return self.folder / f"{kind}-{digest.hexdigest()[:32]}.npy"


def keep(file: Path, rows: NDArray[np.float32]) -> None:
    content = io.BytesIO()
    np.save(content, rows)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(file, content.getvalue())


def kept(file: Path) -> NDArray[np.float32]:
    """Raises JobError when the file is damaged."""
    try:
        return np.asarray(np.load(file, allow_pickle=False), np.float32)
    except (OSError, EOFError, ValueError) as error:
        raise JobError(f"{file} is damaged ({error}). Delete it and try again.") from error


def kept_or(file: Path, make: Callable[[], NDArray[np.float32]]) -> NDArray[np.float32]:
    """What is in the file, made now if there is none."""
    if not file.is_file():
        keep(file, make())
    return kept(file)
