import gc
import threading
import tracemalloc
from pathlib import Path

import pytest

from app.camera.source import CameraError
from app.live.engine import Phase
from app.live.judge import Judge
from tests.support.fakes import FakeSource, endless_frames, frame_of, grey, short_pause
from tests.support.waiting import wait_until

OPEN_HANDLES = Path("/proc/self/fd")


def test_frames_are_grabbed_and_judged(engines):
    engine = engines(lambda camera: FakeSource(endless_frames(), before_read=short_pause))
    judge = Judge(lambda frame: frame.index)
    engine.set_judge(judge)
    engine.open("0")
    wait_until(lambda: (engine.reports(judge).peek() or 0) > 5)
    assert engine.state.phase is Phase.RUNNING
    assert engine.frames.peek().index >= engine.reports(judge).peek()


def test_without_a_judge_frames_still_come(engines):
    engine = engines(lambda camera: FakeSource(endless_frames(), before_read=short_pause))
    engine.open("0")
    wait_until(lambda: engine.frames.peek() is not None)
    assert engine.judge_rate == 0


def test_a_slow_judge_does_not_hold_up_the_camera(engines):
    engine = engines(lambda camera: FakeSource(endless_frames(), before_read=short_pause))
    hold = threading.Event()
    judge = Judge(lambda frame: hold.wait(5))
    engine.set_judge(judge)
    engine.open("0")
    wait_until(lambda: engine.frames.peek() is not None and engine.frames.peek().index > 20)
    assert engine.reports(judge).peek() is None
    hold.set()


def test_the_end_of_a_recording_is_reported(engines):
    source = FakeSource([frame_of(grey()) for _ in range(5)], live=False, before_read=short_pause)
    engine = engines(lambda camera: source)
    engine.open("clip.mp4")
    wait_until(lambda: engine.state.phase is Phase.ENDED)
    assert "has ended" in engine.state.message
    assert engine.frame_rate == 0
    wait_until(lambda: source.closed)


def test_a_camera_that_cannot_be_opened_is_reported(engines):
    def refuse(camera: str) -> FakeSource:
        raise CameraError(f"No camera {camera}.")

    engine = engines(refuse)
    engine.open("7")
    wait_until(lambda: engine.state.phase is Phase.FAILED)
    assert engine.state.message == "No camera 7."


def test_a_new_judge_drops_the_old_reports(engines):
    engine = engines(lambda camera: FakeSource(endless_frames(), before_read=short_pause))
    old, new = Judge(lambda frame: "old"), Judge(lambda frame: "new")
    engine.set_judge(old)
    engine.open("0")
    wait_until(lambda: engine.reports(old).peek() == "old")
    engine.set_judge(new)
    wait_until(lambda: engine.reports(new).peek() is not None)
    assert engine.reports(new).peek() == "new"
    assert engine.reports(old).peek() is None


def test_a_report_of_the_old_judge_is_never_taken_for_one_of_the_new(engines):
    judging, go_on = threading.Event(), threading.Event()

    def slow(frame):
        judging.set()
        go_on.wait(5)
        return "old"

    engine = engines(lambda camera: FakeSource(endless_frames(), before_read=short_pause))
    judge = Judge(slow)
    engine.set_judge(judge)
    engine.open("0")
    assert judging.wait(5)
    old = engine.reports(judge)
    engine.set_judge(None)
    go_on.set()
    wait_until(lambda: old.peek() == "old")
    assert engine.reports(judge).peek() is None


def test_stopping_ends_both_threads_and_closes_the_camera(engines):
    source = FakeSource(endless_frames(), before_read=short_pause)
    engine = engines(lambda camera: source)
    before = threading.active_count()
    engine.open("0")
    wait_until(lambda: engine.state.phase is Phase.RUNNING)
    assert threading.active_count() == before + 3
    engine.stop()
    assert threading.active_count() == before
    assert source.closed
    assert engine.state.phase is Phase.STOPPED


@pytest.mark.slow
@pytest.mark.parametrize("stuck_in", ["opening", "reading", "judging"])
def test_stopping_does_not_wait_for_a_thread_that_is_stuck(engines, stuck_in):
    stuck, unstick = threading.Event(), threading.Event()
    source = FakeSource(endless_frames(), before_read=lambda: stick("reading"))

    def stick(place: str) -> None:
        if place == stuck_in:
            stuck.set()
            unstick.wait()
        short_pause()

    engine = engines(lambda camera: stick("opening") or source)
    engine.set_judge(Judge(lambda frame: stick("judging")))
    engine.open("0")
    assert stuck.wait(5)
    engine.stop()
    assert engine.state.phase is Phase.STOPPED
    frames = engine.frames.peek()
    unstick.set()
    wait_until(lambda: source.closed)
    assert engine.state.phase is Phase.STOPPED
    assert engine.frames.peek() is frames


@pytest.mark.slow
def test_two_hundred_starts_and_stops_leave_nothing_behind(engines, tmp_path):
    (tmp_path / "device").write_text("")

    class Device(FakeSource):
        """Holds a file open, as cameras do."""

        def __init__(self) -> None:
            super().__init__(endless_frames())
            self._file = (tmp_path / "device").open()

        def close(self) -> None:
            super().close()
            self._file.close()

    engine = engines(lambda camera: Device())
    engine.set_judge(Judge(lambda frame: frame.index))

    def start_and_stop(times: int) -> tuple[int, int]:
        for _ in range(times):
            engine.open("0")
            wait_until(lambda: engine.frames.peek() is not None)
            engine.stop()
        gc.collect()
        handles = len(list(OPEN_HANDLES.iterdir())) if OPEN_HANDLES.exists() else 0
        return threading.active_count(), handles

    before = start_and_stop(5)
    tracemalloc.start()
    assert start_and_stop(200) == before
    grown = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert grown < 2_000_000


def test_stopping_twice_or_before_opening_does_nothing(engines):
    engine = engines(lambda camera: FakeSource([]))
    engine.stop()
    engine.stop()
    assert engine.state.phase is Phase.STOPPED
