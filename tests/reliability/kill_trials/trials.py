"""A run that is left alone, one that is killed again and again, and whether they come to the same end."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.reliability.kill_trials.bundle_comparison import differences
from tests.reliability.kill_trials.moments import Course, Kind, Moment, Waiting
from tests.reliability.kill_trials.training_process import Sighting, Watched

CHECKPOINT, CURVE, PARTIAL = "checkpoint.npz", "curve.csv", "*.partial"
LOOK_EVERY_S = 0.002


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run works, and where its bundle goes."""

    work: Path
    bundle: Path

    @property
    def options(self) -> list[str]:
        return ["--work", str(self.work), "--out", str(self.bundle)]

    @property
    def half_written(self) -> frozenset[str]:
        """Files and folders with the names of before they are whole."""
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
    """When a process was killed (``last``: what it had reported) and what was there afterwards."""

    kind: Kind
    lived_s: float
    last: Sighting | None
    half_written: frozenset[str]
    crop_sets: int
    epochs: int


class Trials:
    """``training`` is what Python is told to run, but for the places of its output, within ``folder``."""

    def __init__(self, training: Sequence[str], folder: Path) -> None:
        self._training = training
        self._alone, self._killed = (
            Place(folder / name / "work", folder / name / "bundle") for name in ("alone", "killed")
        )

    def leave_alone(self) -> Course:
        with self._begun(self._alone) as process:
            _demand_success(process)
            return Course(process.seen, process.lived_s)

    def kill(self, moment: Moment, course: Course) -> Kill | None:
        """None when the training came to its end before."""
        place = self._killed
        if place.bundle.exists():
            return None
        leftovers, waiting = place.half_written, Waiting(moment, course)
        with self._begun(place) as process:
            while process.running and not waiting.is_over(process, bool(place.half_written - leftovers)):
                time.sleep(LOOK_EVERY_S)
            if not process.running:
                _demand_success(process)
                return None
            process.kill()
        half_written = place.half_written - leftovers
        return Kill(moment.kind, process.lived_s, process.last, half_written, place.crop_sets, place.epochs)

    def finish(self) -> list[str]:
        """Begin the killed run once more, to its end, and say what is not the same as in the other."""
        if not self._killed.bundle.exists():
            with self._begun(self._killed) as process:
                _demand_success(process)
        found = differences(self._alone.bundle, self._killed.bundle)
        one, other = ((place.work / CURVE).read_bytes() for place in (self._alone, self._killed))
        return [*found, *([CURVE] if one != other else [])]

    def _begun(self, place: Place) -> Watched:
        return Watched([*self._training, *place.options])


def _demand_success(process: Watched) -> None:
    if code := process.wait():
        raise RuntimeError(f"The training ended with exit code {code} and said: {process.said[-1000:]}")
