"""How much longer a job of several stages takes."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from training.jobs.progress import Progress, ReportProgress


class TimeEstimator:
    """Reports with ``seconds_left`` of the whole job: the stage under way by its own pace, those that follow
    by what is ``expected`` of them, in their order, in seconds. Any other stage comes before all of these."""

    def __init__(
        self,
        report: ReportProgress,
        expected: Mapping[str, float],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._report = report
        self._expected = expected
        self._clock = clock
        self._stage, self._began, self._done_before = "", clock(), 0

    def __call__(self, progress: Progress) -> None:
        if progress.stage != self._stage:
            # What a run before this one has done says nothing about the pace of this one.
            self._stage, self._began, self._done_before = progress.stage, self._clock(), progress.done
        self._report(replace(progress, seconds_left=self._own(progress) + self._later(progress.stage)))

    def _own(self, progress: Progress) -> float:
        done = progress.done - self._done_before
        if done < 1:
            return self._expected.get(progress.stage, 0.0)
        return (self._clock() - self._began) / done * (progress.total - progress.done)

    def _later(self, stage: str) -> float:
        stages = list(self._expected)
        following = stages[stages.index(stage) + 1 :] if stage in self._expected else stages
        return sum(self._expected[each] for each in following)
