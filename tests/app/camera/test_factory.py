import subprocess
import sys

import pytest

from app.camera.demo.camera import DemoCamera
from app.camera.factory import is_folder, is_webcam, open_source
from app.camera.image_folder import FolderSource
from app.camera.source import CameraError, CameraLostError
from app.camera.video_file import VideoFile
from app.camera.webcams import Webcam
from app.storage.paths import PROJECT
from tests.support.portraits import COLLINS, write_faceless_video


def test_a_folder_a_file_and_the_demo_open_different_sources(tmp_path):
    video = write_faceless_video(tmp_path / "clip.avi", seconds=0.2)
    expected = {str(COLLINS.path.parent): FolderSource, str(video): VideoFile, "demo:none": DemoCamera}
    for spec, kind in expected.items():
        with open_source(spec) as source:
            assert isinstance(source, kind), spec


def test_a_folder_named_like_a_camera_is_reached_as_a_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "0").mkdir()
    (tmp_path / "0" / "a.png").write_bytes(COLLINS.path.read_bytes())
    with open_source("./0") as source:
        assert source.read().image.shape == (512, 512, 3)


@pytest.mark.parametrize("spec", ["", "nothing", "-1", "1.5", "ftp://host", "/no/such.mp4", "demon", "0x0"])
def test_anything_else_is_refused_with_what_is_accepted(spec):
    with pytest.raises(CameraError) as error:
        open_source(spec)
    assert f"folder: {spec or repr(spec)}. Accepted:" in str(error.value)
    assert "a camera number such as 0" in str(error.value)


UNREADABLE = {
    "a long name": "x" * 300,
    "a deep folder": "a/" * 3000,
    "an unknown home": "~nobody-of-that-name/x",
}


@pytest.mark.parametrize("spec", UNREADABLE.values(), ids=UNREADABLE)
def test_a_name_that_no_file_can_have_is_refused(spec):
    with pytest.raises(CameraError, match=r"Check the name|There is no such"):
        open_source(spec)


def test_an_unknown_demo_scene_is_refused_with_the_known_ones():
    with pytest.raises(CameraError, match=r"'circus'.*demo:eileen, demo:grace, demo:both, demo:none"):
        open_source("demo:circus")


FOLDERS = {
    "a folder": ("photographs", True),
    "in the home": ("~/photographs", True),
    "a path like a number": ("./0", True),
    "a camera's number": ("0", False),
    "the demo": ("demo", False),
    "a scene of it": ("demo:both", False),
    "a long address": ("http://host/" + "x" * 300, False),
    "too long a name": ("x" * 300, False),
    "an unknown home": ("~nobody-of-that-name/x", False),
    "a file": ("a.txt", False),
    "nothing": ("", False),
}


@pytest.mark.parametrize(("spec", "expected"), FOLDERS.values(), ids=FOLDERS)
def test_folders_are_known_before_they_are_opened(spec, expected, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for home in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(home, str(tmp_path))
    for name in ("photographs", "0", "demo"):
        (tmp_path / name).mkdir()
    (tmp_path / "a.txt").touch()
    assert is_folder(spec) is expected


ADDRESSES = ["HTTP://127.0.0.1:9/x", "rtmp://127.0.0.1:9/x", "RTSP://127.0.0.1:9/x", "Https://127.0.0.1:9/x"]


@pytest.mark.parametrize("spec", ADDRESSES)
def test_an_address_is_known_in_any_letters(spec):
    with pytest.raises(CameraLostError, match="There is no answer from"):
        open_source(spec)


LISTED = [
    Webcam(97, "HD Pro Webcam C920"),
    Webcam(98, "USB Camera", "left"),
    Webcam(99, "USB Camera", "right"),
]


@pytest.fixture
def plugged_in(monkeypatch):
    monkeypatch.setattr("app.camera.factory.webcams", lambda: LISTED)


@pytest.mark.parametrize("spec", ["hd pro webcam c920", "Webcam C920"])
def test_a_webcam_is_opened_by_its_name(plugged_in, spec):
    with pytest.raises(CameraLostError, match="Camera HD Pro Webcam C920 cannot be opened"):
        open_source(spec)


def test_of_two_with_one_name_the_number_or_the_identity_decides(plugged_in):
    with pytest.raises(
        CameraError, match=r"Several cameras.* USB Camera \(98\), USB Camera \(99\)\. Choose one"
    ):
        open_source("USB Camera")
    with pytest.raises(CameraLostError, match="Camera USB Camera cannot be opened"):
        open_source("right")


def test_a_name_that_no_webcam_has_now_may_come_back(plugged_in):
    with pytest.raises(CameraLostError, match=r": Logitech C920\. Cameras found: HD Pro Webcam C920,"):
        open_source("Logitech C920")


def test_a_mistyped_file_does_not_come_back_by_itself(plugged_in):
    for spec in ("fim.mp4", "no/such", ""):
        with pytest.raises(CameraError) as error:
            open_source(spec)
        assert not isinstance(error.value, CameraLostError), spec


@pytest.mark.parametrize("spec", ["/dev/video97", "/dev/v4l/by-id/usb-no-such-index0"])
def test_a_linux_device_is_a_webcam(spec):
    with pytest.raises(CameraLostError, match=r"97 cannot be opened|no such camera"):
        open_source(spec)


WEBCAMS = {
    "a number": ("0", True),
    "a device": ("/dev/video2", True),
    "a link to one": ("/dev/v4l/by-id/usb-046d_C920", True),
    "a device of Windows": (r"\\?\usb#vid_046d&pid_0825", True),
    "a name": ("HD Pro Webcam C920", True),
    "the demo": ("demo", False),
    "a scene of it": ("demo:both", False),
    "an address": ("HTTP://host/x", False),
    "a recording": ("film.mp4", False),
    "a path": ("./0", False),
    "a folder here": ("photographs", False),
    "nothing": ("", False),
}


@pytest.mark.parametrize(("spec", "expected"), WEBCAMS.values(), ids=WEBCAMS)
def test_webcams_are_distinguished_from_recordings(spec, expected, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "photographs").mkdir()
    assert is_webcam(spec) is expected


def test_a_single_picture_points_to_the_option_for_one():
    with pytest.raises(CameraError, match=r"is a single picture.*--image"):
        open_source(str(COLLINS.path))


@pytest.mark.slow
def test_the_decoder_is_imported_only_for_recordings_and_streams(tmp_path):
    code = (
        "import sys; from app.camera.factory import import_decoder\n"
        f"for camera in ('0', 'demo', 'Front webcam', {str(tmp_path)!r}, 'gone.mp4', 'rtsp://camera/1'):\n"
        "    import_decoder(camera); print('av' in sys.modules)"
    )
    imported = subprocess.check_output([sys.executable, "-c", code], cwd=PROJECT, text=True).split()
    assert imported == ["False"] * 5 + ["True"]
