"""A judge of frames, and the boxes for its frames and reports."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.camera.latest import Latest
from app.live.throttle import HasFace
from model.vision.frame import Frame

Report = TypeVar("Report", bound=HasFace)


def do_nothing() -> None:
    """For a judge that needs no preparation."""


@dataclass(frozen=True, eq=False, slots=True)
class Judge(Generic[Report]):
    """``process`` judges a frame. ``begin`` is called before the first frame, and before the first one after
    an interruption. Both run on the judge thread."""

    process: Callable[[Frame], Report]
    begin: Callable[[], object] = do_nothing


def reporting(
    process: Callable[[Frame], Report], on_report: Callable[[Report], object]
) -> Callable[[Frame], Report]:
    """``process``, whose reports ``on_report`` gets, too, on the judge thread."""

    def judge(frame: Frame) -> Report:
        report = process(frame)
        on_report(report)
        return report

    return judge


class JudgeChannel(Generic[Report]):
    """A judge with a box for its frames and a box for its reports, always replaced together.

    So no report is mistaken for another judge's, and no frame from before an interruption is judged after it.
    """

    def __init__(self, judge: Judge[Report] | None) -> None:
        self.judge = judge
        self.to_judge: Latest[Frame] = Latest()
        self.reports: Latest[Report] = Latest()
        self._has_begun = False

    def report_on(self, frame: Frame) -> Report | None:
        """Judge ``frame``, always on the same thread. None without a judge."""
        if self.judge is None:
            return None
        if not self._has_begun:
            self.judge.begin()
            self._has_begun = True
        report = self.judge.process(frame)
        self.reports.put(report)
        return report

    def reset(self) -> "JudgeChannel[Report]":
        """The same judge, starting over with empty boxes."""
        return JudgeChannel(self.judge)
