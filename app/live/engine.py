"""The live engine: one thread grabs frames, another judges them, and neither waits for the other."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.camera.latest import Latest
from app.camera.source import CameraError, CameraLostError, FrameSource
from app.camera.stall_detector import FrameStatus, StallDetector, stall_message
from app.camera.timeout_source import TimeoutSource
from app.live.backoff import Backoff
from app.live.frame_rate import RateMeter
from app.live.judge import Judge, JudgeChannel, Report
from app.live.throttle import HasFace
from app.system.log_setup import log_hint
from model.messages.message import Message, message_of, sentences
from model.vision.frame import Frame

log = logging.getLogger(__name__)

STOP_TIMEOUT_S = 0.9
"""For all threads together, so that stopping takes less than a second."""
FRAME_TIMEOUT_S = 0.2
BLOCKED_CHECK_S = 0.5
RETRIES = Message("Sameface will try again automatically.")
FAILURES = {
    "grab": Message("Sameface failed to grab a frame"),
    "judge": Message("Sameface failed to judge a frame"),
}
"""By the thread that failed."""


class Phase(StrEnum):
    STOPPED = "stopped"
    OPENING = "opening"
    RUNNING = "running"
    RECOVERING = "recovering"
    ENDED = "ended"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class EngineState:
    """``message``: one or two sentences for the user; empty in normal operation.

    RECOVERING: nothing is judged now, and the engine keeps trying. FAILED: the user has to open the camera
    again.
    """

    phase: Phase
    message: Message = Message("")


class _CaptureRun:
    """One camera and its two threads. Runs share only the judge."""

    def __init__(self, channel: JudgeChannel[Any]) -> None:
        self.stop = threading.Event()
        self.frames: Latest[Frame] = Latest()
        self.channel = channel
        self.frame_rate = RateMeter()
        self.judge_rate = RateMeter()
        self.threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._newest: Frame | None = None
        self._camera = EngineState(Phase.OPENING)
        self._judge_error = Message("")

    @property
    def state(self) -> EngineState:
        camera, error = self._camera, self._judge_error
        judges = camera.phase in (Phase.RUNNING, Phase.ENDED)
        return EngineState(Phase.RECOVERING, error) if error and judges else camera

    def set_channel(self, channel: JudgeChannel[Any]) -> None:
        """Judge with ``channel`` from now on, and the newest frame first: in a recording that has ended, or
        that repeats one picture, no other follows."""
        with self._lock:
            self.channel = channel
            self._judge_error = Message("")
        self.judge_newest_again()

    def judge_newest_again(self) -> None:
        with self._lock:
            if self._newest:
                self.channel.to_judge.put(self._newest)

    def judge_frame(self, frame: Frame) -> None:
        with self._lock:
            self._newest = frame
            self.channel.to_judge.put(frame)

    def set_state(self, phase: Phase, message: Message = Message("")) -> None:
        """Set the camera's state. Updates from abandoned threads are ignored."""
        with self._lock:
            if not self.stop.is_set():
                self._camera = EngineState(phase, message)

    def mark_lost(self, message: Message) -> None:
        """The camera shows nothing usable: earlier frames and reports no longer count."""
        if self._camera == EngineState(Phase.RECOVERING, message):
            return
        self.set_state(Phase.RECOVERING, message)
        self._reset_channel()
        self.frames, self.frame_rate = Latest(), RateMeter()

    def report_judge_error(self, error: Message = Message("")) -> None:
        """The judge failed with ``error``, or works again."""
        self._judge_error = error
        if error:
            self._reset_channel()

    def end(self, phase: Phase, message: Message = Message("")) -> None:
        """Stop both threads. A camera that has already ended or failed keeps that state."""
        with self._lock:
            if self._camera.phase not in (Phase.ENDED, Phase.FAILED):
                self._camera = EngineState(phase, message)
            self.stop.set()

    def _reset_channel(self) -> None:
        with self._lock:
            self._newest = None
            self.channel = self.channel.reset()


class Engine:
    """Open a camera, set a judge, and peek at ``frames`` and at the judge's ``reports``.

    After a lost camera or a failing judge the engine retries with growing pauses, and ``state`` says so.
    After any other camera error it waits for ``open``.
    """

    def __init__(
        self,
        open_source: Callable[[str], FrameSource],
        delay_s: Callable[[HasFace, float], float] = lambda report, took_s: 0.0,
    ) -> None:
        """``delay_s``: how long to wait before the next frame is judged, by the last report and the time that
        it took."""
        self._open_source = open_source
        self._delay_s = delay_s
        self._run = _CaptureRun(JudgeChannel(None))
        self._run.end(Phase.STOPPED)

    @property
    def frames(self) -> Latest[Frame]:
        return self._run.frames

    @property
    def state(self) -> EngineState:
        return self._run.state

    @property
    def frame_rate(self) -> float:
        """Frames per second; 0 while the camera does not run."""
        return self._run.frame_rate.per_second if self.state.phase is Phase.RUNNING else 0.0

    @property
    def judge_rate(self) -> float:
        return self._run.judge_rate.per_second

    def set_judge(self, judge: Judge[Any] | None) -> None:
        """Judge the newest frame and all later ones with ``judge``; None: only grab. Old reports are dropped.

        The judge starts over whenever counting must restart: the camera was lost or reopened, or the judge
        failed.
        """
        self._run.set_channel(JudgeChannel(judge))

    def judge_newest_again(self) -> None:
        """Judge the newest frame once more: the judge has changed, and a recording that has ended brings no
        other frame."""
        self._run.judge_newest_again()

    def reports(self, judge: Judge[Report] | None) -> Latest[Report]:
        """The reports of ``judge``: a new box whenever counting restarts, and an empty one while it is not
        the engine's judge."""
        channel = self._run.channel
        return channel.reports if judge is not None and channel.judge is judge else Latest()

    def open(self, camera: str) -> None:
        """Close the open camera, then grab from ``camera``. Returns at once; see ``state``."""
        self.stop()
        run = _CaptureRun(self._run.channel.reset())
        self._run = run
        for name, work, on_error in (
            ("grab", lambda: self._grab(run, camera), run.mark_lost),
            ("judge", lambda: self._judge_frames(run), run.report_judge_error),
        ):
            thread = threading.Thread(
                target=self._guard, args=(run, name, work, on_error), name=name, daemon=True
            )
            run.threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """End both threads and release the camera. A blocked thread is abandoned after a second."""
        run = self._run
        run.end(Phase.STOPPED)
        deadline = time.monotonic() + STOP_TIMEOUT_S
        for thread in run.threads:
            thread.join(max(0.0, deadline - time.monotonic()))
            if thread.is_alive():
                log.warning("The %s thread did not end within %s s.", thread.name, STOP_TIMEOUT_S)

    @staticmethod
    def _guard(
        run: _CaptureRun, name: str, work: Callable[[], None], on_error: Callable[[Message], None]
    ) -> None:
        """Do ``work``, and repeat it after each failure, until it is done or the run ends."""
        backoff = Backoff()
        while not run.stop.is_set():
            try:
                work()
                return
            except CameraLostError as error:
                log.warning("%s", error)
                on_error(message_of(error))
                while error.blocked() and not run.stop.wait(BLOCKED_CHECK_S):
                    pass
            except CameraError as error:
                log.warning("%s", error)
                run.end(Phase.FAILED, message_of(error))
            except Exception as error:
                log.exception("The %s thread failed.", name)
                failure = FAILURES[name]
                on_error(
                    sentences(
                        Message("{failure} ({error}).", failure=failure, error=repr(error)),
                        RETRIES,
                        log_hint(),
                    )
                )
            run.stop.wait(backoff.pause_s())

    def _grab(self, run: _CaptureRun, camera: str) -> None:
        with TimeoutSource(lambda: self._open_source(camera), run.stop) as source:
            detector = StallDetector()
            period_s = None if source.live or not source.fps else 1 / source.fps
            while not run.stop.is_set():
                started = time.monotonic()
                frame = source.read()
                if frame is None:
                    run.set_state(Phase.ENDED, Message("The recording has ended."))
                    return
                self._dispatch(run, frame, detector.check(frame), source)
                if period_s is not None:
                    run.stop.wait(max(0.0, period_s - (time.monotonic() - started)))

    @staticmethod
    def _dispatch(run: _CaptureRun, frame: Frame, status: FrameStatus, source: FrameSource) -> None:
        """Show every frame; judge only fresh ones."""
        if status.unusable:
            run.mark_lost(stall_message(source, status))
        else:
            run.set_state(Phase.RUNNING)
        run.frames.put(frame)
        run.frame_rate.count()
        if status is FrameStatus.FRESH:
            run.judge_frame(frame)

    def _judge_frames(self, run: _CaptureRun) -> None:
        while not run.stop.is_set():
            channel = run.channel
            frame = channel.to_judge.take(FRAME_TIMEOUT_S, run.stop)
            started = time.monotonic()
            report = channel.report_on(frame) if frame else None
            if report is None:
                continue
            run.report_judge_error()
            run.judge_rate.count()
            run.stop.wait(self._delay_s(report, time.monotonic() - started))
