"""Estimate the remaining time of a job with several stages."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from training.jobs.progress import Progress, ReportProgress


class TimeEstimator:
    """Adds ``seconds_left`` of the whole job to each update.

    The current stage is extrapolated from its own pace. ``expected`` gives the seconds of the stages in their
    order; a stage that is not among them comes before all of them.
    """

    def __init__(
        self,
        report: ReportProgress,
        expected: Mapping[str, float],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._report = report
        self._expected = expected
        self._clock = clock
        self._stage, self._started, self._initial_done = "", clock(), 0

    def __call__(self, progress: Progress) -> None:
        if progress.stage != self._stage:
            # Steps that an earlier run completed say nothing about the pace of this one.
            self._stage, self._started, self._initial_done = progress.stage, self._clock(), progress.done
        self._report(
            replace(
                progress,
                seconds_left=self._seconds_of_current(progress) + self._seconds_of_following(progress.stage),
            )
        )

    def _seconds_of_current(self, progress: Progress) -> float:
        done = progress.done - self._initial_done
        if done < 1:
            return self._expected.get(progress.stage, 0.0)
        return (self._clock() - self._started) / done * (progress.total - progress.done)

    def _seconds_of_following(self, stage: str) -> float:
        stages = list(self._expected)
        following = stages[stages.index(stage) + 1 :] if stage in self._expected else stages
        return sum(self._expected[each] for each in following)
