import threading
import time
from itertools import count

import pytest

from app.camera.source import CameraError
from app.engine import Engine, Phase, Rate
from tests.fakes import FakeSource, frame_of, grey
from tests.waiting import wait_until


def endless():
    return (frame_of(grey(), index) for index in count())


@pytest.fixture
def engines():
    made = []

    def make(open_source) -> Engine:
        made.append(Engine(open_source))
        return made[-1]

    yield make
    for engine in made:
        engine.stop()


def slowly() -> None:
    threading.Event().wait(0.002)


def test_frames_are_grabbed_and_judged(engines):
    engine = engines(lambda camera: FakeSource(endless(), before_read=slowly))
    engine.judge_with(lambda frame: frame.index)
    engine.open("0")
    wait_until(lambda: (engine.reports.peek() or 0) > 5)
    assert engine.state.phase is Phase.RUNNING
    assert engine.frames.peek().index >= engine.reports.peek()


def test_without_a_judge_frames_still_come(engines):
    engine = engines(lambda camera: FakeSource(endless(), before_read=slowly))
    engine.open("0")
    wait_until(lambda: engine.frames.peek() is not None)
    assert engine.reports.peek() is None


def test_a_slow_judge_does_not_hold_up_the_camera(engines):
    engine = engines(lambda camera: FakeSource(endless(), before_read=slowly))
    hold = threading.Event()
    engine.judge_with(lambda frame: hold.wait(5))
    engine.open("0")
    wait_until(lambda: engine.frames.peek() is not None and engine.frames.peek().index > 20)
    assert engine.reports.peek() is None
    hold.set()


def test_the_end_of_a_recording_is_said(engines):
    source = FakeSource([frame_of(grey())], live=False)
    engine = engines(lambda camera: source)
    engine.open("clip.mp4")
    wait_until(lambda: engine.state.phase is Phase.ENDED)
    assert "has ended" in engine.state.message
    wait_until(lambda: source.closed)


def test_a_camera_that_stops_is_said_and_can_be_reopened(engines):
    sources = iter(
        [
            FakeSource([frame_of(grey())], failure="The camera stopped."),
            FakeSource(endless(), before_read=slowly),
        ]
    )
    engine = engines(lambda camera: next(sources))
    engine.open("0")
    wait_until(lambda: engine.state.phase is Phase.FAILED)
    assert engine.state.message == "The camera stopped."
    engine.open("0")
    wait_until(lambda: engine.state.phase is Phase.RUNNING and engine.frames.peek() is not None)


def test_a_camera_that_cannot_be_opened_is_said(engines):
    def refuse(camera: str) -> FakeSource:
        raise CameraError(f"No camera {camera}.")

    engine = engines(refuse)
    engine.open("7")
    wait_until(lambda: engine.state.phase is Phase.FAILED)
    assert engine.state.message == "No camera 7."


def test_a_judge_that_raises_ends_the_run_and_is_shown(engines, caplog):
    engine = engines(lambda camera: FakeSource(endless(), before_read=slowly))

    def broken(frame):
        raise RuntimeError("lens cap on")

    engine.judge_with(broken)
    engine.open("0")
    wait_until(lambda: engine.state.phase is Phase.FAILED)
    assert "lens cap on" in engine.state.message
    assert "lens cap on" in caplog.text
    assert engine.reports.peek() is None


def test_a_new_judge_drops_the_old_reports(engines):
    engine = engines(lambda camera: FakeSource(endless(), before_read=slowly))
    engine.judge_with(lambda frame: "old")
    engine.open("0")
    wait_until(lambda: engine.reports.peek() == "old")
    engine.judge_with(lambda frame: "new")
    wait_until(lambda: engine.reports.peek() is not None)
    assert engine.reports.peek() == "new"


def test_a_report_of_the_old_judge_is_never_taken_for_one_of_the_new(engines):
    judging, go_on = threading.Event(), threading.Event()

    def slow(frame):
        judging.set()
        go_on.wait(5)
        return "old"

    engine = engines(lambda camera: FakeSource(endless(), before_read=slowly))
    engine.judge_with(slow)
    engine.open("0")
    assert judging.wait(5)
    old = engine.reports
    engine.judge_with(None)
    go_on.set()
    wait_until(lambda: old.peek() == "old")
    assert engine.reports.peek() is None


def test_stopping_ends_both_threads_and_closes_the_camera(engines):
    source = FakeSource(endless(), before_read=slowly)
    engine = engines(lambda camera: source)
    before = threading.active_count()
    engine.open("0")
    wait_until(lambda: engine.state.phase is Phase.RUNNING)
    engine.stop()
    assert threading.active_count() == before
    assert source.closed
    assert engine.state.phase is Phase.STOPPED


def test_a_camera_stuck_in_its_driver_is_left_behind(engines, monkeypatch):
    monkeypatch.setattr("app.engine.STOP_TIMEOUT_S", 0.1)
    unstick = threading.Event()
    engine = engines(lambda camera: FakeSource(endless(), before_read=unstick.wait))
    engine.open("0")
    wait_until(lambda: engine.state.phase is Phase.RUNNING)
    started = time.monotonic()
    engine.stop()
    assert time.monotonic() - started < 2
    assert engine.state.phase is Phase.STOPPED
    unstick.set()


def test_stopping_twice_or_before_opening_does_nothing(engines):
    engine = engines(lambda camera: FakeSource([]))
    engine.stop()
    engine.stop()
    assert engine.state.phase is Phase.STOPPED


def test_a_steady_rate_is_counted():
    times = iter([0.0, 0.1, 0.2, 0.3])
    rate = Rate(clock=lambda: next(times))
    assert rate.per_second == 0
    for _ in range(4):
        rate.count()
    assert rate.per_second == pytest.approx(10)
