"""Two threads between the camera and the screen: one grabs, one judges; neither waits for the other."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from app.camera.source import CameraError, FrameSource
from app.latest import Latest
from app.logs import see_log
from model.vision.frame import Frame

log = logging.getLogger(__name__)

STOP_TIMEOUT_S = 1.0
FRAME_TIMEOUT_S = 0.2

Report = TypeVar("Report")


class Phase(StrEnum):
    STOPPED = "stopped"
    OPENING = "opening"
    RUNNING = "running"
    ENDED = "ended"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class EngineState:
    """``message`` is a sentence for the user; empty while all is well."""

    phase: Phase
    message: str = ""


class Rate:
    """Events a second, smoothed over about the last ten."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: float | None = None
        self.per_second = 0.0

    def count(self) -> None:
        now, last = self._clock(), self._last
        self._last = now
        if last is None or now <= last:
            return
        current = 1 / (now - last)
        self.per_second = current if self.per_second == 0 else 0.9 * self.per_second + 0.1 * current


class Judging(Generic[Report]):
    """A judge and the box for its reports, always exchanged together: no report of one judge can be taken for
    another's."""

    def __init__(self, judge: Callable[[Frame], Report] | None) -> None:
        self.judge = judge
        self.reports: Latest[Report] = Latest()


class _Run(Generic[Report]):
    """One opened source and its two threads; a later run shares nothing with it but the way it ends."""

    def __init__(self, judge: Callable[[Frame], Report] | None = None) -> None:
        self.stop = threading.Event()
        self.to_judge: Latest[Frame] = Latest()
        self.frames: Latest[Frame] = Latest()
        self.judging = Judging[Report](judge)
        self.frame_rate = Rate()
        self.judge_rate = Rate()
        self.state = EngineState(Phase.OPENING)
        self.threads: list[threading.Thread] = []

    def fail(self, message: str) -> None:
        self.state = EngineState(Phase.FAILED, message)
        self.stop.set()


class Engine(Generic[Report]):
    """Open it with a camera, give it a judge, and peek at ``frames`` and ``reports``.

    A camera or a judge that fails ends the run and says so in ``state``; ``open`` starts a new one.
    """

    def __init__(self, open_source: Callable[[str], FrameSource]) -> None:
        self._open_source = open_source
        self._run: _Run[Report] = _Run()
        self._run.state = EngineState(Phase.STOPPED)

    @property
    def frames(self) -> Latest[Frame]:
        return self._run.frames

    @property
    def reports(self) -> Latest[Report]:
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

    def judge_with(self, judge: Callable[[Frame], Report] | None) -> None:
        """Judge frames with this from the next one on; None: only grab. Old reports are dropped."""
        self._run.judging = Judging(judge)

    def open(self, camera: str) -> None:
        """Close what is open, then grab from ``camera``. Returns at once; see ``state``."""
        self.stop()
        run = _Run(self._run.judging.judge)
        self._run = run
        for name, work in (
            ("grab", lambda: self._grab(run, camera)),
            ("judge", lambda: self._judge_frames(run)),
        ):
            thread = threading.Thread(target=self._guard, args=(run, name, work), name=name, daemon=True)
            run.threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """End both threads and release the camera. One stuck in its driver is left behind after a second."""
        run = self._run
        run.stop.set()
        for thread in run.threads:
            thread.join(STOP_TIMEOUT_S)
            if thread.is_alive():
                log.warning("The %s thread did not end within %s s.", thread.name, STOP_TIMEOUT_S)
        if run.state.phase in (Phase.OPENING, Phase.RUNNING):
            run.state = EngineState(Phase.STOPPED)

    @staticmethod
    def _guard(run: _Run[Report], name: str, work: Callable[[], None]) -> None:
        try:
            work()
        except CameraError as error:
            log.warning("%s", error)
            run.fail(str(error))
        except Exception as error:
            log.exception("The %s thread failed.", name)
            run.fail(f"Sameface failed while it {name}s frames: {error!r}. Try again. {see_log()}")

    def _grab(self, run: _Run[Report], camera: str) -> None:
        with self._open_source(camera) as source:
            run.state = EngineState(Phase.RUNNING)
            pace = None if source.live or not source.fps else 1 / source.fps
            while not run.stop.is_set():
                started = time.monotonic()
                frame = source.read()
                if frame is None:
                    run.state = EngineState(Phase.ENDED, f"{source.name} has ended.")
                    return
                run.frames.put(frame)
                run.to_judge.put(frame)
                run.frame_rate.count()
                if pace is not None:
                    run.stop.wait(max(0.0, pace - (time.monotonic() - started)))

    def _judge_frames(self, run: _Run[Report]) -> None:
        while not run.stop.is_set():
            frame = run.to_judge.take(FRAME_TIMEOUT_S, run.stop)
            judging = run.judging
            if frame is None or judging.judge is None:
                continue
            judging.reports.put(judging.judge(frame))
            run.judge_rate.count()
