import pytest

from app.engine import EngineState, Phase
from app.gui.presenters.camera import is_mirrored, present_camera, short_name
from app.gui.presenters.tone import Tone

NAMES = {
    "0": "Camera 0",
    "demo": "Demo camera",
    "/home/ann/films/short.mp4": "short.mp4",
    "C:\\films\\short.mp4": "short.mp4",
    "/home/ann/a-recording-with-a-long-name.mp4": "a-recording-with-a-lo…",
    "rtsp://ann:secret@door/1": "rtsp://door/1",
}


@pytest.mark.parametrize(("camera", "name"), NAMES.items())
def test_a_camera_as_a_person_calls_it(camera: str, name: str) -> None:
    assert short_name(camera) == name


@pytest.mark.parametrize(
    ("phase", "tone", "again"),
    [
        (Phase.STOPPED, Tone.CALM, ""),
        (Phase.OPENING, Tone.UNSURE, ""),
        (Phase.RUNNING, Tone.GOOD, ""),
        (Phase.ENDED, Tone.CALM, "Play again"),
        (Phase.FAILED, Tone.BAD, "Try again"),
    ],
)
def test_every_phase_of_a_camera(phase: Phase, tone: Tone, again: str) -> None:
    message = "Something happened." if again else ""

    view = present_camera("0", EngineState(phase, message))

    assert (view.tone, view.banner, view.again) == (tone, message, again)


@pytest.mark.parametrize(
    ("camera", "mirrored"), [("0", True), ("12", True), ("demo", False), ("film.mp4", False), ("./0", False)]
)
def test_only_a_webcam_is_a_mirror(camera: str, mirrored: bool) -> None:
    assert is_mirrored(camera) is mirrored
