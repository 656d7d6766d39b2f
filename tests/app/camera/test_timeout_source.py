import threading

import pytest

from app.camera import timeout_source
from app.camera.source import CameraError, CameraLostError
from app.camera.timeout_source import TimeoutSource
from tests.support.fakes import FakeSource, endless_frames, frame_of, grey
from tests.support.waiting import wait_until


@pytest.fixture(autouse=True)
def _hasty(monkeypatch):
    monkeypatch.setattr(timeout_source, "CLOSE_TIMEOUT_S", 0.01)


def test_it_is_the_source_that_it_watches():
    source = FakeSource([frame_of(grey(), 7)], live=False, fps=12.0)
    with TimeoutSource(lambda: source) as watching:
        assert (watching.name, watching.live, watching.fps) == ("the fake camera", False, 12.0)
        assert watching.read().index == 7
        assert watching.read() is None
    wait_until(lambda: source.closed)


@pytest.mark.parametrize("error", [CameraError("No camera 0."), RuntimeError("gremlins")])
def test_what_goes_wrong_is_raised_where_it_is_waited_for(error):
    def fail() -> FakeSource:
        raise error

    with pytest.raises(type(error), match=str(error)):
        TimeoutSource(fail)
    source = FakeSource([], failure=error)
    with pytest.raises(type(error), match=str(error)), TimeoutSource(lambda: source) as watching:
        watching.read()
    assert source.closed


def test_a_driver_that_blocks_is_left_behind_and_closed_once_it_lets_go(monkeypatch):
    monkeypatch.setattr(timeout_source, "READ_TIMEOUT_S", 0.05)
    unstick = threading.Event()
    waits = iter([lambda: None, lambda: unstick.wait(20)])
    source = FakeSource(endless_frames(), before_read=lambda: next(waits)())
    with TimeoutSource(lambda: source) as watching:
        assert watching.read().index == 0
        with pytest.raises(CameraLostError, match="No response from the fake camera") as error:
            watching.read()
    assert error.value.blocked()
    assert not source.closed
    unstick.set()
    wait_until(lambda: not error.value.blocked())
    assert source.closed


def test_a_driver_that_blocks_while_it_opens_is_left_behind(monkeypatch):
    monkeypatch.setattr(timeout_source, "OPEN_TIMEOUT_S", 0.05)
    unstick = threading.Event()
    source = FakeSource(endless_frames())
    with pytest.raises(CameraLostError, match="No response from the camera"):
        TimeoutSource(lambda: unstick.wait(20) and source)
    unstick.set()
    wait_until(lambda: source.closed)


def test_stopping_does_not_wait_for_a_frame():
    stop, unstick = threading.Event(), threading.Event()
    with TimeoutSource(
        lambda: FakeSource(endless_frames(), before_read=lambda: unstick.wait(20)), stop
    ) as watching:
        threading.Timer(0.01, stop.set).start()
        assert watching.read() is None
    unstick.set()


@pytest.mark.slow
@pytest.mark.parametrize(("height", "width"), [(2, 640), (480, 8), (10_000, 6_000)])
def test_pictures_of_an_absurd_size_are_refused(height, width):
    absurd = FakeSource([frame_of(grey(9, height, width))])
    refused = pytest.raises(CameraError, match=rf"{width}x{height}.*the fake camera")
    with TimeoutSource(lambda: absurd) as watching, refused:
        watching.read()
