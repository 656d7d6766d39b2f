"""Two threads between the camera and the screen: one grabs, one judges; neither waits for the other."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from app.camera.latest import Latest
from app.camera.source import CameraError, CameraLostError, FrameSource
from app.camera.stall_detector import FrameStatus, StallDetector, stall_message
from app.camera.timeout_source import TimeoutSource
from app.live.backoff import Backoff
from app.live.frame_rate import RateMeter
from app.system.log_setup import see_log
from model.vision.frame import Frame

log = logging.getLogger(__name__)

STOP_TIMEOUT_S = 0.9
"""For all threads together: whoever stops has the rest of a second."""
FRAME_TIMEOUT_S = 0.2
BLOCKED_CHECK_S = 0.5
BY_ITSELF = "Sameface tries again by itself."

Report = TypeVar("Report")


def do_nothing() -> None:
    """There is nothing to begin."""


class Phase(StrEnum):
    STOPPED = "stopped"
    OPENING = "opening"
    RUNNING = "running"
    RECOVERING = "troubled"
    ENDED = "ended"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class EngineState:
    """``message`` is a sentence or two for the user; empty while all is well.

    RECOVERING: nothing is judged now, and it goes on by itself. FAILED: it takes somebody to open it again.
    """

    phase: Phase
    message: str = ""


class JudgeChannel(Generic[Report]):
    """A judge, the box for its frames and the box for its reports, always exchanged together: no report of
    one judge can be taken for another's, and none of a frame from before a break for one after it."""

    def __init__(self, judge: Callable[[Frame], Report] | None, begin: Callable[[], object]) -> None:
        self.judge, self.begin = judge, begin
        self.to_judge: Latest[Frame] = Latest()
        self.reports: Latest[Report] = Latest()
        self._begun = False

    def report_on(self, frame: Frame) -> Report | None:
        """Judge ``frame``, on the thread that judges them all. None without a judge."""
        if self.judge is None:
            return None
        if not self._begun:
            self.begin()
            self._begun = True
        report = self.judge(frame)
        self.reports.put(report)
        return report

    def again(self) -> "JudgeChannel[Report]":
        """The same judge with empty boxes, who begins again."""
        return JudgeChannel(self.judge, self.begin)


class _CaptureRun(Generic[Report]):
    """One camera and its two threads; a later run shares nothing with it but the way it ends."""

    def __init__(self, judging: JudgeChannel[Report]) -> None:
        self.stop = threading.Event()
        self.frames: Latest[Frame] = Latest()
        self.judging = judging
        self.frame_rate = RateMeter()
        self.judge_rate = RateMeter()
        self.threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._camera = EngineState(Phase.OPENING)
        self._judge_trouble = ""

    @property
    def state(self) -> EngineState:
        camera, trouble = self._camera, self._judge_trouble
        judges = camera.phase in (Phase.RUNNING, Phase.ENDED)
        return EngineState(Phase.RECOVERING, trouble) if trouble and judges else camera

    def set_judge(self, judging: JudgeChannel[Report]) -> None:
        with self._lock:
            self.judging = judging
            self._judge_trouble = ""

    def say(self, phase: Phase, message: str = "") -> None:
        """How the camera does. What a thread says that was left behind is not heard."""
        with self._lock:
            if not self.stop.is_set():
                self._camera = EngineState(phase, message)

    def lose(self, message: str) -> None:
        """The camera shows nothing: what was seen and judged before does not count any more."""
        if self._camera == EngineState(Phase.RECOVERING, message):
            return
        self.say(Phase.RECOVERING, message)
        self._start_anew()
        self.frames, self.frame_rate = Latest(), RateMeter()

    def judge_again(self, trouble: str = "") -> None:
        """The judge failed with ``trouble``, or works again."""
        self._judge_trouble = trouble
        if trouble:
            self._start_anew()

    def end(self, phase: Phase, message: str = "") -> None:
        """Both threads are to end. A camera that has ended or failed before remains so."""
        with self._lock:
            if self._camera.phase not in (Phase.ENDED, Phase.FAILED):
                self._camera = EngineState(phase, message)
            self.stop.set()

    def _start_anew(self) -> None:
        with self._lock:
            self.judging = self.judging.again()


class Engine(Generic[Report]):
    """Open it with a camera, give it a judge, and peek at ``frames`` and ``reports``.

    A camera that is lost, and a judge that fails, are tried again with growing pauses, and ``state`` says so;
    what cannot come back by itself waits for ``open``.
    """

    def __init__(
        self,
        open_source: Callable[[str], FrameSource],
        delay_s: Callable[[Report, float], float] = lambda report, took_s: 0.0,
    ) -> None:
        """``delay_s``: how long judging rests after a report, and what that took."""
        self._open_source = open_source
        self._delay_s = delay_s
        self._run: _CaptureRun[Report] = _CaptureRun(JudgeChannel(None, do_nothing))
        self._run.end(Phase.STOPPED)

    @property
    def frames(self) -> Latest[Frame]:
        return self._run.frames

    @property
    def reports(self) -> Latest[Report]:
        """Another box whenever counting has to start anew."""
        return self._run.judging.reports

    @property
    def state(self) -> EngineState:
        return self._run.state

    @property
    def frame_rate(self) -> float:
        return self._run.frame_rate.per_second

    @property
    def judge_rate(self) -> float:
        return self._run.judge_rate.per_second

    def set_judge(
        self, judge: Callable[[Frame], Report] | None, begin: Callable[[], object] = do_nothing
    ) -> None:
        """Judge frames with this from the next one on; None: only grab. Old reports are dropped.

        ``begin`` is called on the judge's thread before its first frame, and whenever counting has to start
        again: the camera was lost or opened again, or the judge failed.
        """
        self._run.set_judge(JudgeChannel(judge, begin))

    def open(self, camera: str) -> None:
        """Close what is open, then grab from ``camera``. Returns at once; see ``state``."""
        self.stop()
        run = _CaptureRun(self._run.judging.again())
        self._run = run
        for name, work, trouble in (
            ("grab", lambda: self._grab(run, camera), run.lose),
            ("judge", lambda: self._judge_frames(run), run.judge_again),
        ):
            thread = threading.Thread(
                target=self._guard, args=(run, name, work, trouble), name=name, daemon=True
            )
            run.threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """End both threads and release the camera. What is stuck is left behind after a second."""
        run = self._run
        run.end(Phase.STOPPED)
        deadline = time.monotonic() + STOP_TIMEOUT_S
        for thread in run.threads:
            thread.join(max(0.0, deadline - time.monotonic()))
            if thread.is_alive():
                log.warning("The %s thread did not end within %s s.", thread.name, STOP_TIMEOUT_S)

    @staticmethod
    def _guard(
        run: _CaptureRun[Report], name: str, work: Callable[[], None], trouble: Callable[[str], None]
    ) -> None:
        """Do ``work``, and again after each failure, until it is done or the run ends."""
        back_off = Backoff()
        while not run.stop.is_set():
            try:
                work()
                return
            except CameraLostError as error:
                log.warning("%s", error)
                trouble(f"{error} {BY_ITSELF}")
                while error.blocked() and not run.stop.wait(BLOCKED_CHECK_S):
                    pass
            except CameraError as error:
                log.warning("%s", error)
                run.end(Phase.FAILED, str(error))
            except Exception as error:
                log.exception("The %s thread failed.", name)
                trouble(f"Sameface failed while it {name}s frames: {error!r}. {BY_ITSELF} {see_log()}")
            run.stop.wait(back_off.pause_s())

    def _grab(self, run: _CaptureRun[Report], camera: str) -> None:
        with TimeoutSource(lambda: self._open_source(camera), run.stop) as source:
            watch = StallDetector()
            pace = None if source.live or not source.fps else 1 / source.fps
            while not run.stop.is_set():
                started = time.monotonic()
                frame = source.read()
                if frame is None:
                    run.say(Phase.ENDED, f"{source.name} has ended.")
                    return
                self._deliver(run, frame, watch.see(frame), source)
                if pace is not None:
                    run.stop.wait(max(0.0, pace - (time.monotonic() - started)))

    @staticmethod
    def _deliver(run: _CaptureRun[Report], frame: Frame, seen: FrameStatus, source: FrameSource) -> None:
        """To the screen in any case, to the judge only what is fresh."""
        if seen.unusable:
            run.lose(stall_message(source, seen))
        else:
            run.say(Phase.RUNNING)
        run.frames.put(frame)
        run.frame_rate.count()
        if seen is FrameStatus.FRESH:
            run.judging.to_judge.put(frame)

    def _judge_frames(self, run: _CaptureRun[Report]) -> None:
        while not run.stop.is_set():
            judging = run.judging
            frame = judging.to_judge.take(FRAME_TIMEOUT_S, run.stop)
            started = time.monotonic()
            report = judging.report_on(frame) if frame else None
            if report is None:
                continue
            run.judge_again()
            run.judge_rate.count()
            run.stop.wait(self._delay_s(report, time.monotonic() - started))
