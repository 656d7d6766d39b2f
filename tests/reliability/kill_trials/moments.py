"""Draw the moments at which a training is killed, and recognise them in an interrupted run."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from tests.reliability.kill_trials.training_process import ProgressUpdate, TrainingProcess


class Kind(StrEnum):
    """While the process starts, between two updates, or while a file is being written."""

    STARTING = "starting"
    RUNNING = "running"
    WRITING = "writing"


PROBABILITIES = {Kind.STARTING: 0.2, Kind.RUNNING: 0.5, Kind.WRITING: 0.3}


Place = tuple[int, int]
"""The index of a stage and the number of its finished steps."""

BEFORE_ALL, NEVER = (-1, 0), (1_000, 0)


@dataclass(frozen=True, eq=False, slots=True)
class Timeline:
    """The updates of the uninterrupted run with seconds since its start, and its duration."""

    updates: Sequence[tuple[float, ProgressUpdate]]
    seconds: float

    @property
    def startup_s(self) -> float:
        """Seconds until the first update."""
        return self.updates[0][0]

    def place(self, update: ProgressUpdate | None) -> Place:
        """The position of ``update``, or BEFORE_ALL for an unknown one."""
        stages = list(dict.fromkeys((known.stage, known.total) for _, known in self.updates))
        if update is None or (update.stage, update.total) not in stages:
            return BEFORE_ALL
        return stages.index((update.stage, update.total)), update.done


@dataclass(frozen=True, slots=True)
class Moment:
    """``delay_s`` after ``place`` was reached (or after the process started), but no later than ``until``.
    WRITING: when the first file after ``place`` is half written."""

    kind: Kind
    place: Place
    delay_s: float
    until: Place = NEVER


def draw_moments(timeline: Timeline, count: int, rng: np.random.Generator) -> list[Moment]:
    """One moment in each of ``count`` equal parts of the timeline, in order, so that no moment lies before
    the work that an earlier kill left finished."""
    times = (np.arange(count) + rng.uniform(size=count)) / count * timeline.seconds
    kinds = rng.choice(list(PROBABILITIES), count, p=list(PROBABILITIES.values()))
    return [
        _moment(timeline, Kind(kind), float(time_s), rng) for kind, time_s in zip(kinds, times, strict=True)
    ]


class KillTrigger:
    """Polled until the moment of the kill has come in one process."""

    def __init__(self, moment: Moment, timeline: Timeline) -> None:
        self._moment, self._course = moment, timeline
        self._reached_s: float | None = None

    def is_due(self, process: TrainingProcess, writing: bool) -> bool:
        """``writing``: whether a file is half written right now."""
        moment = self._moment
        if moment.kind is Kind.STARTING:
            return process.age_s >= moment.delay_s
        place = self._course.place(process.last)
        if self._reached_s is None and place >= moment.place:
            self._reached_s = process.age_s
        if self._reached_s is None:
            return False
        if moment.kind is Kind.WRITING:
            return writing
        return place >= moment.until or process.age_s >= self._reached_s + moment.delay_s


def _moment(timeline: Timeline, kind: Kind, time_s: float, rng: np.random.Generator) -> Moment:
    places = [(at_s, timeline.place(update)) for at_s, update in timeline.updates]
    before = [known for known in places if known[0] <= time_s]
    if kind is Kind.STARTING or not before:
        return Moment(Kind.STARTING, BEFORE_ALL, float(rng.uniform(0, timeline.startup_s)))
    at_s, place = before[-1]
    later = [other for _, other in places if other > place]
    if not later:
        # A process that runs faster than the uninterrupted one might end before the delay is over.
        return Moment(Kind.WRITING, place, 0.0)
    return Moment(kind, place, time_s - at_s, min(later))
