"""The face finder, cache folder and progress callbacks that all steps of a benchmark share."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from model.messages.message import Message
from model.vision.face import FaceFinder
from training.jobs.progress import JobCancelled, Progress, ReportProgress, ShouldStop


@dataclass(frozen=True, eq=False, kw_only=True)
class BenchmarkContext:
    """``finder_fingerprint`` identifies the finder and its minimum face size; ``folder`` is the cache."""

    folder: Path
    finder: FaceFinder
    finder_fingerprint: str
    report: ReportProgress
    should_stop: ShouldStop

    def step(self, stage: Message, done: int, total: int) -> None:
        """Report progress between two steps. Raises JobCancelled when asked to stop."""
        self.report(Progress(stage, done, total))
        if self.should_stop():
            advice = "Run the same command again to continue; finished work is kept."
            raise JobCancelled(f"Stopped in {stage!r} after {done} of {total}. {advice}")

    def cache_file(self, kind: str, *fingerprints: str) -> Path:
        """The cache file for data that depends on the finder and on ``fingerprints``."""
        digest = hashlib.sha256("\n".join((self.finder_fingerprint, *fingerprints)).encode())
        return self.folder / f"{kind}-{digest.hexdigest()[:32]}.npy"
