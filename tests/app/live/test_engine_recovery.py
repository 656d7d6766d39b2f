"""Failures and blind cameras are reported, never judged, and retried."""

import threading
from itertools import chain, count, repeat

import pytest

from app.camera.source import CameraError, CameraLostError
from app.live.engine import EngineState, Phase
from app.live.judge import Judge
from model.messages.message import Message
from tests.support.fakes import FakeSource, endless_frames, frame_of, grey, short_pause
from tests.support.waiting import wait_until


def test_a_camera_that_stops_for_good_is_reported_and_can_be_reopened(engines):
    sources = iter(
        [
            FakeSource([frame_of(grey())], failure=CameraError("The camera stopped.")),
            FakeSource(endless_frames(), before_read=short_pause),
        ]
    )
    engine = engines(lambda camera: next(sources))
    engine.open("0")
    wait_until(lambda: engine.state.phase is Phase.FAILED)
    assert engine.state.message == "The camera stopped."
    engine.open("0")
    wait_until(lambda: engine.state.phase is Phase.RUNNING and engine.frames.peek() is not None)


def test_an_unplugged_camera_recovers_and_counting_begins_again(engines):
    plugged_in = threading.Event()
    sources = iter(
        [FakeSource(endless_until(5), failure=CameraLostError("Unplugged."), before_read=short_pause)]
    )

    def plug(camera: str) -> FakeSource:
        source = next(sources, None)
        if source is None and not plugged_in.is_set():
            raise CameraLostError("No camera 0.")
        return source or FakeSource(endless_frames(), before_read=short_pause)

    engine = engines(plug)
    judge = Judge(lambda frame: frame)
    engine.set_judge(judge)
    engine.open("0")
    before = engine.reports(judge)
    wait_until(lambda: engine.state == EngineState(Phase.RECOVERING, Message("No camera 0.")))
    assert (engine.frames.peek(), engine.reports(judge).peek(), engine.frame_rate) == (None, None, 0)
    plugged_in.set()
    wait_until(lambda: engine.state.phase is Phase.RUNNING and engine.reports(judge).peek() is not None)
    assert engine.reports(judge) is not before


def test_counting_begins_again_when_the_camera_was_lost_and_when_the_judge_failed(engines):
    judged, begun = threading.Event(), []

    def until_judged():
        yield frame_of(grey())
        judged.wait(5)

    def judge(frame):
        judged.set()
        if len(begun) == 2:
            raise RuntimeError("lens cap on")
        return len(begun)

    sources = iter([FakeSource(until_judged(), failure=CameraLostError("Unplugged."))])
    engine = engines(
        lambda camera: next(sources, None) or FakeSource(endless_frames(), before_read=short_pause)
    )
    counting = Judge(judge, lambda: begun.append(True))
    engine.set_judge(counting)
    engine.open("0")
    wait_until(lambda: engine.reports(counting).peek() == 3)
    assert engine.state.phase is Phase.RUNNING


def endless_until(index):
    return (frame_of(grey(40 + number), number) for number in range(index))


@pytest.mark.parametrize(
    ("picture", "words"), [(grey(100), "keeps sending the same picture"), (grey(3), "only black pictures")]
)
def test_a_frozen_or_black_camera_ends_verification(engines, picture, words):
    sees_again = threading.Event()

    def frames():
        for frame in endless_frames():
            unusable = frame.index >= 5 and not sees_again.is_set()
            yield frame_of(picture if unusable else frame.image, 30 * frame.index)

    engine = engines(lambda camera: FakeSource(frames(), before_read=short_pause))
    judge = Judge(lambda frame: "verified")
    engine.set_judge(judge)
    engine.open("0")
    wait_until(lambda: words in engine.state.message)
    assert engine.state.phase is Phase.RECOVERING
    assert engine.reports(judge).peek() is None
    assert engine.frames.peek() is not None
    sees_again.set()
    wait_until(lambda: engine.state.phase is Phase.RUNNING and engine.reports(judge).peek() == "verified")


@pytest.mark.parametrize("live", [True, False])
def test_the_same_picture_is_judged_once_only(engines, live):
    judged = []
    pictures = (frame_of(picture, index) for index, picture in enumerate(repeat(grey(), 40)))
    source = FakeSource(pictures, live=live, fps=500)
    engine = engines(lambda camera: source)
    engine.set_judge(Judge(lambda frame: judged.append(frame.index)))
    engine.open("0")
    wait_until(lambda: engine.state.phase is Phase.ENDED and judged)
    engine.stop()
    assert judged == [0]


def ended_recording(engines, picture, count):
    pictures = (frame_of(picture, index) for index in range(count))
    engine = engines(lambda camera: FakeSource(pictures, live=False, fps=500))
    engine.open("pictures")
    wait_until(lambda: engine.state.phase is Phase.ENDED)
    return engine


@pytest.mark.parametrize("count", [1, 4])
def test_a_picture_shown_before_the_judge_was_ready_is_judged(engines, count):
    engine = ended_recording(engines, grey(), count)
    judge = Judge(lambda frame: frame.index)
    engine.set_judge(judge)
    wait_until(lambda: engine.reports(judge).peek() is not None)
    assert engine.reports(judge).peek() == 0


def test_the_next_judge_judges_the_picture_that_is_shown_from_the_beginning(engines):
    engine = ended_recording(engines, grey(), 1)
    begun = []
    for name in ("first", "second"):
        judge = Judge(lambda frame, name=name: name, lambda name=name: begun.append(name))
        engine.set_judge(judge)
        reports = engine.reports(judge)
        wait_until(lambda reports=reports: reports.peek() is not None)
        assert reports.peek() == name
    assert begun == ["first", "second"]


def test_a_frozen_picture_is_not_judged_by_a_later_judge(engines):
    frozen = (frame_of(grey(), 30 * index) for index in range(10))
    engine = engines(lambda camera: FakeSource(chain(frozen, endless_repeats()), before_read=short_pause))
    engine.open("0")
    wait_until(lambda: engine.state.phase is Phase.RECOVERING)
    judged = []
    engine.set_judge(Judge(lambda frame: judged.append(frame) or "judged"))
    shown = engine.frames.peek()
    wait_until(lambda: engine.frames.peek().index >= shown.index + 20)
    assert not judged


def endless_repeats():
    return (frame_of(grey(), 300 + index) for index in count())


def test_a_still_recording_is_reported_and_recovers(engines):
    stood_still = threading.Event()

    def frames():
        for index in count():
            moves = index < 3 or stood_still.is_set()
            yield frame_of(grey(40 + index % 100 if moves else 200), 30 * index)

    engine = engines(lambda camera: FakeSource(frames(), live=False, fps=500))
    judge = Judge(lambda frame: frame.index)
    engine.set_judge(judge)
    engine.open("clip.mp4")
    wait_until(lambda: "keeps showing the same picture" in engine.state.message)
    assert engine.reports(judge).peek() is None
    stood_still.set()
    wait_until(lambda: engine.state.phase is Phase.RUNNING and engine.reports(judge).peek() is not None)


def test_a_judge_that_raises_is_logged_shown_and_tried_again(engines, caplog):
    engine = engines(lambda camera: FakeSource(endless_frames(), before_read=short_pause))
    mended = threading.Event()

    def broken(frame):
        if frame.index > 3 and not mended.is_set():
            raise RuntimeError("lens cap on")
        return frame.index

    judge = Judge(broken)
    engine.set_judge(judge)
    engine.open("0")
    wait_until(lambda: engine.state.phase is Phase.RECOVERING)
    assert "lens cap on" in engine.state.message
    assert "lens cap on" in caplog.text
    assert engine.reports(judge).peek() is None
    mended.set()
    wait_until(lambda: engine.state.phase is Phase.RUNNING and engine.reports(judge).peek() is not None)


def test_an_unexpected_error_of_a_source_is_logged_shown_and_the_source_reopened(engines, caplog):
    sources = iter([FakeSource([], failure=RuntimeError("gremlins"))])
    mended = threading.Event()

    def open_next(camera: str) -> FakeSource:
        source = next(sources, None)
        if source is None:
            mended.wait(5)
        return source or FakeSource(endless_frames(), before_read=short_pause)

    engine = engines(open_next)
    engine.open("0")
    wait_until(lambda: engine.state.phase is Phase.RECOVERING)
    assert "gremlins" in engine.state.message
    assert "gremlins" in caplog.text
    mended.set()
    wait_until(lambda: engine.state.phase is Phase.RUNNING)


def test_a_camera_whose_driver_blocks_is_opened_again_only_once_it_lets_go(engines, monkeypatch):
    monkeypatch.setattr("app.camera.timeout_source.OPEN_TIMEOUT_S", 0.05)
    monkeypatch.setattr("app.camera.timeout_source.CLOSE_TIMEOUT_S", 0.01)
    monkeypatch.setattr("app.live.engine.BLOCKED_CHECK_S", 0.01)
    unstick = threading.Event()
    opened, free = [], []

    def open_next(camera: str) -> FakeSource:
        free.append(all(source.closed for source in opened))
        opened.append(
            FakeSource(endless_frames(), before_read=short_pause if opened else lambda: unstick.wait(20))
        )
        return opened[-1]

    engine = engines(open_next)
    engine.open("0")
    wait_until(lambda: engine.state.phase is Phase.RECOVERING)
    assert "No response from the fake camera" in engine.state.message
    monkeypatch.setattr("app.camera.timeout_source.OPEN_TIMEOUT_S", 20)
    unstick.set()
    wait_until(lambda: engine.state.phase is Phase.RUNNING)
    assert free == [True, True]
