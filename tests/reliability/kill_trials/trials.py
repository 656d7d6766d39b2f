"""Run a training once without and once with kills, and compare the results."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.reliability.kill_trials.bundle_comparison import differences
from tests.reliability.kill_trials.moments import KillTrigger, Kind, Moment, Timeline
from tests.reliability.kill_trials.training_process import ProgressUpdate, TrainingProcess

CHECKPOINT, CURVE, PARTIAL = "checkpoint.npz", "curve.csv", "*.partial"
POLL_INTERVAL_S = 0.002


@dataclass(frozen=True, slots=True)
class RunFolders:
    """The work folder of a run and the folder of its bundle."""

    work: Path
    bundle: Path

    @property
    def options(self) -> list[str]:
        return ["--work", str(self.work), "--out", str(self.bundle)]

    @property
    def partial_files(self) -> frozenset[str]:
        """Names of files and folders that are still being written."""
        return frozenset(path.name for path in (*self.work.glob(PARTIAL), *self.bundle.parent.glob(PARTIAL)))

    @property
    def epochs(self) -> int:
        file = self.work / CHECKPOINT
        return int(np.load(file)["epochs"]) if file.is_file() else 0

    @property
    def crop_sets(self) -> int:
        return len(list(self.work.glob("crops-*.npz")))


@dataclass(frozen=True, slots=True)
class Kill:
    """When a process was killed, its ``last`` update, and the files that it left."""

    kind: Kind
    age_s: float
    last: ProgressUpdate | None
    partial_files: frozenset[str]
    crop_sets: int
    epochs: int


class Trials:
    """``training`` is the command line for Python without its output options; ``folder`` takes all output."""

    def __init__(self, training: Sequence[str], folder: Path) -> None:
        self._training = training
        self._uninterrupted, self._interrupted = (
            RunFolders(folder / name / "work", folder / name / "bundle")
            for name in ("uninterrupted", "interrupted")
        )

    def run_uninterrupted(self) -> Timeline:
        with self._start(self._uninterrupted) as process:
            _require_success(process)
            return Timeline(process.updates, process.age_s)

    def kill(self, moment: Moment, timeline: Timeline) -> Kill | None:
        """None when the training ended before the moment came."""
        place = self._interrupted
        if place.bundle.exists():
            return None
        leftovers, trigger = place.partial_files, KillTrigger(moment, timeline)
        with self._start(place) as process:
            while process.running and not trigger.is_due(process, bool(place.partial_files - leftovers)):
                time.sleep(POLL_INTERVAL_S)
            if not process.running:
                _require_success(process)
                return None
            process.kill()
        partial_files = place.partial_files - leftovers
        return Kill(moment.kind, process.age_s, process.last, partial_files, place.crop_sets, place.epochs)

    def finish(self) -> list[str]:
        """Complete the interrupted run and list its differences from the uninterrupted one."""
        if not self._interrupted.bundle.exists():
            with self._start(self._interrupted) as process:
                _require_success(process)
        found = differences(self._uninterrupted.bundle, self._interrupted.bundle)
        one, other = ((place.work / CURVE).read_bytes() for place in (self._uninterrupted, self._interrupted))
        return [*found, *([CURVE] if one != other else [])]

    def _start(self, place: RunFolders) -> TrainingProcess:
        return TrainingProcess([*self._training, *place.options])


def _require_success(process: TrainingProcess) -> None:
    if code := process.wait():
        raise RuntimeError(f"The training ended with exit code {code}: {process.stderr_text[-1000:]}")
