"""Notice in the reports of a judge when an attempt has ended, and record it once."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from app.history.attempt_record import AttemptRecord, now
from app.history.history_store import HistoryStore
from model.verification.attempt import Ending
from model.verification.session import FrameReport
from model.vision.frame import Frame

log = logging.getLogger(__name__)

REFUSED_FRAMES = 10
"""Consecutive refused frames, about a third of a second, that make a refusal while the window judges
continuously."""


@dataclass(slots=True)
class AttemptRecorder:
    """For one person. Use it on the judge thread."""

    person: str
    _recorded: Ending | None = field(default=None, init=False)
    _frames: int = field(default=0, init=False)
    _refused_run: int = field(default=0, init=False)

    def begin(self) -> None:
        """Another attempt begins."""
        self._recorded, self._frames, self._refused_run = None, 0, 0

    def record_of(self, report: FrameReport) -> AttemptRecord | None:
        """A record when the attempt ends with this report; None before that and after."""
        self._follow(report)
        ending = self._ending(report)
        if ending is None or ending is self._recorded:
            return None
        self._recorded = ending
        return self._record(report, ending)

    def _record(self, report: FrameReport, ending: Ending) -> AttemptRecord:
        """While the window judges continuously, a refusal is about the last frame, not about the best one."""
        best, reason = report.attempt.decision, report.attempt.reason
        if report.attempt.ending is None and ending is Ending.NOT_SAME:
            best, reason = report.decision, report.decision.reason
        figures = (best.similarity, best.matches, best.references)
        return AttemptRecord(now(), self.person, ending, reason.value, *figures)

    def _follow(self, report: FrameReport) -> None:
        if report.attempt.frames_judged < self._frames:
            self.begin()
        self._frames = report.attempt.frames_judged
        refused = report.decision.compared and not report.decision.verified
        self._refused_run = self._refused_run + 1 if refused else 0

    def _ending(self, report: FrameReport) -> Ending | None:
        """While the window judges continuously, an attempt ends when the face is verified or refused."""
        if report.attempt.ending is not None:
            return report.attempt.ending
        if report.attempt.verified:
            return Ending.VERIFIED
        return Ending.NOT_SAME if self._refused_run >= REFUSED_FRAMES else None


def recording_attempts(
    judge: Callable[[Frame], FrameReport],
    recorder: AttemptRecorder,
    history: HistoryStore,
    keep_picture: bool,
    on_record: Callable[[AttemptRecord], object],
) -> Callable[[Frame], FrameReport]:
    """``judge``, which also stores a record of each attempt. On a full disk only the record is lost."""

    def judge_and_record(frame: Frame) -> FrameReport:
        report = judge(frame)
        record = recorder.record_of(report)
        if record:
            try:
                record = history.add(record, report.crop if keep_picture else None)
            except OSError as error:
                log.error("An attempt could not be added to the history: %s", error)
            on_record(record)
        return report

    return judge_and_record
