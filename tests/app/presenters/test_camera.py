import pytest

from app.camera.factory import open_source
from app.camera.source import CameraError, CameraLostError
from app.camera.webcams import Webcam
from app.live.engine import EngineState, Phase
from app.presenters.camera import (
    MAX_CHOICES,
    is_mirrored,
    is_same_camera,
    present_camera,
    short_name,
    webcam_choices,
)
from app.presenters.tone import Tone
from model.messages.message import Message, message_of

NAMES = {
    "0": "Webcam 0",
    "demo": "Demo camera",
    "demo:grace": "Demo camera",
    "/home/ann/films/short.mp4": "short.mp4",
    "C:\\films\\short.mp4": "short.mp4",
    "/home/ann/a-recording-with-a-long-name.mp4": "a-recording-with-a-lo…",
    "/dev/v4l/by-id/usb-046d_C920-index0": "usb-046d_C920-index0",
    r"\\?\usb#vid_046d&pid_0825&mi_00#6&a#{65e8}\global": "usb#vid_046d&pid_0825…",
    "rtsp://ann:secret@door/1": "rtsp://door/***",
    "http://door/?user=ann&pwd=secret": "http://door/***",
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
        (Phase.RECOVERING, Tone.UNSURE, "Try now"),
        (Phase.ENDED, Tone.CALM, "Play again"),
        (Phase.FAILED, Tone.BAD, "Try again"),
    ],
)
def test_every_phase_of_a_camera(phase: Phase, tone: Tone, again: str) -> None:
    message = Message("Something happened." if again else "")

    view = present_camera("0", EngineState(phase, message))

    assert (view.tone, view.banner, view.again) == (tone, message, again)


def test_the_banner_leaves_out_what_only_a_command_line_accepts() -> None:
    with pytest.raises(CameraError) as raised:
        open_source("no such file.mp4")
    assert "Accepted: a camera number" in str(raised.value)

    view = present_camera("x", EngineState(Phase.FAILED, message_of(raised.value)))

    assert view.banner == "There is no such camera, file or folder: no such file.mp4."


def test_the_banner_about_a_webcam_that_is_not_plugged_in_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.camera.factory.webcams", list)
    with pytest.raises(CameraLostError) as raised:
        open_source("Logitech C920")

    view = present_camera("x", EngineState(Phase.RECOVERING, message_of(raised.value)))

    assert view.banner == "There is no such camera, file or folder: Logitech C920. Connect the camera."


def test_webcams_are_chosen_by_the_names_that_the_system_tells() -> None:
    listed = [Webcam(2, "Integrated Camera"), Webcam(4, ""), Webcam(6, "HD Pro Webcam of the Fourth Floor")]
    assert webcam_choices(listed) == [
        ("Integrated Camera", "Integrated Camera"),
        ("Webcam 4", "4"),
        ("HD Pro Webcam of the Fourth Floor", "HD Pro Webcam of the Fourth Floor"),
    ]
    assert len(webcam_choices(listed * 2)) == MAX_CHOICES


def test_without_a_list_the_first_webcams_are_offered() -> None:
    assert webcam_choices(None) == [("Webcam 0", "0"), ("Webcam 1", "1")]


def test_no_webcam_is_offered_where_there_is_none() -> None:
    assert webcam_choices([]) == []


LISTED = [Webcam(0, "Integrated Camera"), Webcam(2, "C920")]
SAME = {
    "the same words": ("film.mp4", "film.mp4", True),
    "a name and a number": ("C920", "2", True),
    "two webcams": ("C920", "0", False),
    "two scenes of the demo": ("demo", "demo:grace", True),
    "a webcam and the demo": ("C920", "demo", False),
    "two that are not plugged in": ("7", "8", False),
}


@pytest.mark.parametrize(("choice", "camera", "same"), SAME.values(), ids=SAME)
def test_the_camera_in_use_is_known_by_any_of_its_names(choice: str, camera: str, same: bool) -> None:
    assert is_same_camera(choice, camera, LISTED) is same


@pytest.mark.parametrize(
    ("camera", "mirrored"),
    [("0", True), ("12", True), ("C920", True), ("demo", False), ("film.mp4", False), ("./0", False)],
)
def test_only_a_webcam_is_a_mirror(camera: str, mirrored: bool) -> None:
    assert is_mirrored(camera) is mirrored
