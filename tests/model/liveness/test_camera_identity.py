import pytest

from model.liveness.camera_identity import CameraIdentity, camera_problem
from model.liveness.result import LivenessReason

LOGI = CameraIdentity("Logitech BRIO", "/dev/v4l/by-id/usb-046d_BRIO_1")
OTHER_LOGI = CameraIdentity("Logitech BRIO", "/dev/v4l/by-id/usb-046d_BRIO_2")
BUILT_IN = CameraIdentity("Integrated Camera")

TABLE = {
    "nothing known about enrolment": (LOGI, [], None),
    "the same": (LOGI, [LOGI], None),
    "one of two": (LOGI, [BUILT_IN, LOGI], None),
    "another model": (BUILT_IN, [LOGI], LivenessReason.OTHER_CAMERA),
    "another of the same model": (OTHER_LOGI, [LOGI], LivenessReason.OTHER_CAMERA),
    "the same model, device unknown": (CameraIdentity("Logitech BRIO"), [LOGI], None),
    "unknown": (CameraIdentity(), [LOGI], LivenessReason.OTHER_CAMERA),
    "without hardware": (CameraIdentity("Webcam", emulated=True), [], LivenessReason.VIRTUAL_CAMERA),
}


@pytest.mark.parametrize(("camera", "enrolled", "problem"), TABLE.values(), ids=TABLE)
def test_cameras(camera, enrolled, problem):
    assert camera_problem(camera, enrolled) is problem


@pytest.mark.parametrize(
    "name",
    [
        "OBS Virtual Camera",
        "Dummy video device (0x0000)",
        "ManyCam Virtual Webcam",
        "v4l2 loopback",
        "Snap Camera",
    ],
)
def test_virtual_cameras_are_known_by_name(name):
    assert CameraIdentity(name).virtual


@pytest.mark.parametrize(
    "name", ["Logitech BRIO", "FaceTime HD Camera", "HP Wide Vision HD", "USB2.0 HD UVC", ""]
)
def test_webcams_are_not_virtual(name):
    assert not CameraIdentity(name).virtual
