import pytest

from app.liveness.checks import LivenessError, effective_mode, layers_in_effect
from app.liveness.enrolment_cameras import EnrolmentCameras
from app.storage.paths import Paths
from app.storage.settings import Settings
from model.liveness.camera_identity import CameraIdentity
from model.liveness.mode import LivenessMode
from model.liveness.result import Layer, LivenessReason
from model.verification.security_levels import Level
from model.vision.frame import Frame
from tests.support.fakes import face_at, sharp_image

NONE, FRESH, DEPTH, LAMP = LivenessMode
STREAM = "rtsp://door/1"

TABLE = {
    "convenient at a webcam": (Settings(level=Level.CONVENIENT), True, FRESH),
    "balanced at a webcam": (Settings(), True, DEPTH),
    "strict in the window": (Settings(level=Level.STRICT), True, LAMP),
    "strict in the terminal": (Settings(level=Level.STRICT), False, DEPTH),
    "balanced at a stream": (Settings(camera=STREAM), False, DEPTH),
    "the demo": (Settings(camera="demo:grace", level=Level.STRICT), True, NONE),
    "the demo, when asked": (Settings(camera="demo", liveness=FRESH), True, FRESH),
    "none, when asked": (Settings(level=Level.STRICT, liveness=NONE), True, NONE),
    "more than the level, when asked": (Settings(level=Level.CONVENIENT, liveness=LAMP), True, LAMP),
    "with a threshold of the user's own": (Settings(detection_threshold=0.5), True, DEPTH),
}


@pytest.mark.parametrize(("settings", "lamp", "mode"), TABLE.values(), ids=TABLE)
def test_modes(settings, lamp, mode):
    assert effective_mode(settings, lamp=lamp) is mode


def test_recordings_and_folders_are_checked_only_when_asked(tmp_path):
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"")
    for camera in (str(clip), str(tmp_path)):
        assert effective_mode(Settings(camera=camera), lamp=True) is NONE
        assert effective_mode(Settings(camera=camera, liveness=DEPTH), lamp=True) is DEPTH


def test_the_lamp_is_refused_without_a_window():
    with pytest.raises(LivenessError, match="needs the window"):
        effective_mode(Settings(liveness=LAMP), lamp=False)


def test_every_attempt_gets_new_checks_in_order(tmp_path):
    settings = Settings(liveness=LAMP, camera="demo")
    first, second = (layers_in_effect(settings, Paths(tmp_path), lamp=True) for _ in range(2))
    assert [layer.layer for layer in first] == [Layer.FRESHNESS, Layer.DEPTH, Layer.LAMP]
    assert not set(map(id, first)) & set(map(id, second))


def reason_at(camera, paths, enrolled=True):
    settings = Settings(camera=camera, person="ada", liveness=FRESH)
    (freshness,) = layers_in_effect(settings, paths, lamp=False, enrolled=enrolled)
    return freshness.add(Frame(sharp_image(120, 240), 0, 0.0), face_at()).reason


def test_another_camera_than_the_one_used_to_enrol_is_not_trusted(tmp_path):
    paths = Paths(tmp_path)
    EnrolmentCameras(paths.people).add("ada", CameraIdentity("Logitech BRIO"))
    assert reason_at(STREAM, paths) is LivenessReason.OTHER_CAMERA
    assert reason_at(STREAM, paths, enrolled=False) is None
    assert reason_at("demo", paths) is None


def test_without_a_known_camera_any_is_trusted(tmp_path):
    assert reason_at(STREAM, Paths(tmp_path)) is None
