"""When a training is killed: moments of an uninterrupted run, found again in one that was interrupted."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from tests.reliability.kill_trials.training_process import Sighting, Watched


class Kind(StrEnum):
    """While the process starts, at a moment of the course, or while a file is being written."""

    STARTING = "starting"
    UNDER_WAY = "under way"
    WRITING = "writing"


CHANCE = {Kind.STARTING: 0.2, Kind.UNDER_WAY: 0.5, Kind.WRITING: 0.3}


Place = tuple[int, int]
"""A stage of the course and the steps of it that are done."""

BEFORE_ALL, NEVER = (-1, 0), (1_000, 0)


@dataclass(frozen=True, eq=False, slots=True)
class Course:
    """What the uninterrupted run reported, with the seconds since its start, and how long it took."""

    seen: Sequence[tuple[float, Sighting]]
    seconds: float

    @property
    def start_s(self) -> float:
        """Until the first report."""
        return self.seen[0][0]

    def place(self, sighting: Sighting | None) -> Place:
        """Rises along the course; before all others where nothing was seen."""
        stages = list(dict.fromkeys((known.stage, known.total) for _, known in self.seen))
        if sighting is None or (sighting.stage, sighting.total) not in stages:
            return BEFORE_ALL
        return stages.index((sighting.stage, sighting.total)), sighting.done


@dataclass(frozen=True, slots=True)
class Moment:
    """``delay_s`` after ``place`` in the course was reached, or of a start, after the process was begun; but
    when it is at ``until`` at the latest. A file is the first one written after ``place``."""

    kind: Kind
    place: Place
    delay_s: float
    until: Place = NEVER


def draw_moments(course: Course, count: int, rng: np.random.Generator) -> list[Moment]:
    """One in each of ``count`` equal parts of the course, in its order: a moment never lies before what
    the kill before it has left done."""
    times = (np.arange(count) + rng.uniform(size=count)) / count * course.seconds
    kinds = rng.choice(list(CHANCE), count, p=list(CHANCE.values()))
    return [
        _moment(course, Kind(kind), float(time_s), rng) for kind, time_s in zip(kinds, times, strict=True)
    ]


class Waiting:
    """Whether a moment has come, for one process; asked again and again."""

    def __init__(self, moment: Moment, course: Course) -> None:
        self._moment, self._course = moment, course
        self._reached_s: float | None = None

    def is_over(self, process: Watched, writing: bool) -> bool:
        """``writing``: whether a file is half written right now."""
        moment = self._moment
        if moment.kind is Kind.STARTING:
            return process.lived_s >= moment.delay_s
        place = self._course.place(process.last)
        if self._reached_s is None and place >= moment.place:
            self._reached_s = process.lived_s
        if self._reached_s is None:
            return False
        if moment.kind is Kind.WRITING:
            return writing
        return place >= moment.until or process.lived_s >= self._reached_s + moment.delay_s


def _moment(course: Course, kind: Kind, time_s: float, rng: np.random.Generator) -> Moment:
    places = [(at_s, course.place(sighting)) for at_s, sighting in course.seen]
    before = [known for known in places if known[0] <= time_s]
    if kind is Kind.STARTING or not before:
        return Moment(Kind.STARTING, BEFORE_ALL, float(rng.uniform(0, course.start_s)))
    at_s, place = before[-1]
    later = [other for _, other in places if other > place]
    if not later:
        # A quicker process than the one that was left alone might end before any delay is over.
        return Moment(Kind.WRITING, place, 0.0)
    return Moment(kind, place, time_s - at_s, min(later))
