"""The webcam, which no test machine has, is played by a fake."""

import subprocess
import sys

import cv2
import numpy as np
import pytest

from app.camera.factory import open_source
from app.camera.opencv import SILENCE_TIMEOUT_S, WebcamSource
from app.camera.source import CameraError, CameraLostError
from app.storage.paths import PROJECT
from tests.support.fakes import grey


class FakeCapture:
    """A camera that delivers ``pictures`` and is then unplugged; None among them is a picture that failed."""

    def __init__(self, *pictures, fps=30.0):
        self.released = False
        self._pictures = list(pictures)
        self._fps = fps

    def read(self):
        picture = self._pictures.pop(0) if self._pictures else None
        return picture is not None, picture

    def get(self, property_id, /):
        return self._fps if property_id == cv2.CAP_PROP_FPS else 0.0

    def release(self):
        self.released = True


class FakeTime:
    def __init__(self):
        self.now = 100.0

    def clock(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


def webcam(*pictures, time=None, **settings):
    time = time or FakeTime()
    capture = FakeCapture(*pictures, **settings)
    return WebcamSource(capture, "camera 0", "Plug it in.", time.clock, time.sleep)


def blue_in_bgr():
    return np.full((4, 6, 3), (200, 100, 0), np.uint8)


def all_frames(source):
    frames = []
    while (frame := source.read()) is not None:
        frames.append(frame)
    return frames


class TestWebcam:
    def test_frames_are_rgb_numbered_and_timed_since_opening(self):
        time = FakeTime()
        source = webcam(blue_in_bgr(), blue_in_bgr(), time=time)
        time.sleep(0.5)
        first = source.read()
        time.sleep(0.25)
        second = source.read()
        assert first.image[0, 0].tolist() == [0, 100, 200]
        assert [(frame.index, frame.seconds) for frame in (first, second)] == [(0, 0.5), (1, 0.75)]
        assert (source.live, source.fps) == (True, 30.0)

    def test_a_picture_that_fails_now_and_then_is_passed_over(self):
        source = webcam(grey(1), None, None, grey(2))
        assert [source.read().index for _ in range(2)] == [0, 1]

    @pytest.mark.parametrize(
        "nonsense", [np.zeros((0, 0, 3), np.uint8), np.zeros((4, 6), np.uint8), np.zeros((4, 6, 2), np.uint8)]
    )
    def test_what_is_no_picture_in_colour_is_passed_over(self, nonsense):
        assert webcam(nonsense, grey(1)).read().image.shape == grey().shape

    def test_an_unplugged_camera_is_noticed_and_says_what_to_do(self):
        time = FakeTime()
        source = webcam(grey(), time=time)
        source.read()
        unplugged_at = time.now
        with pytest.raises(CameraLostError, match=r"camera 0 stopped sending pictures\. Plug it in\."):
            source.read()
        assert SILENCE_TIMEOUT_S <= time.now - unplugged_at < SILENCE_TIMEOUT_S + 1

    def test_a_camera_that_never_delivers_is_reported(self):
        with pytest.raises(CameraError, match="sends no pictures"):
            webcam().read()

    @pytest.mark.parametrize("fps", [0.0, -1.0, float("nan"), float("inf"), 90000.0])
    def test_a_frame_rate_the_driver_does_not_know_is_none(self, fps):
        assert webcam(fps=fps).fps is None

    def test_closing_gives_the_device_back(self):
        capture = FakeCapture(grey())
        with WebcamSource(capture, "camera 0", "Plug it in."):
            assert not capture.released
        assert capture.released

    def test_a_camera_that_is_not_there_is_refused(self):
        with pytest.raises(CameraLostError, match=r"Camera 97 cannot be opened.*privacy settings"):
            open_source("97")


OPEN_ALL = """
import sys
from app.camera.factory import open_source
from app.camera.source import CameraError
for spec in sys.argv[1:]:
    try:
        open_source(spec)
    except CameraError:
        print("refused")
"""


@pytest.mark.slow
def test_opencv_and_ffmpeg_write_nothing_of_their_own(tmp_path):
    text = tmp_path / "notes.mp4"
    text.write_text("This is only a text file.")
    command = [sys.executable, "-c", OPEN_ALL, "97", str(text), "rtsp://a:secret@127.0.0.1:9/x?pwd=secret"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=PROJECT)
    assert (done.stdout.split(), done.stderr) == (["refused"] * 3, "")
