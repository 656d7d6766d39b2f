import sys

import pytest

from app.camera.webcams import Webcam
from app.liveness.camera_identity import identity_of


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's list is Linux's")
def test_a_device_without_hardware_is_emulated(tmp_path):
    (tmp_path / "video4").mkdir()
    assert identity_of(Webcam(4, "Webcam"), tmp_path).virtual
    assert not identity_of(Webcam(0, "Webcam"), tmp_path).virtual


def test_only_a_link_by_usb_identity_stays_with_the_camera(tmp_path):
    by_id, by_path = "/dev/v4l/by-id/usb-046d_BRIO", "/dev/v4l/by-path/pci-0000"
    assert identity_of(Webcam(0, "BRIO", by_id), tmp_path).device == by_id
    assert identity_of(Webcam(0, "BRIO", by_path), tmp_path).device == ""
