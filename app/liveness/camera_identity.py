"""Identify the camera in use, for the liveness checks."""

import sys
from pathlib import Path

from app.camera.factory import webcam_named
from app.camera.webcams import Webcam, webcams
from model.liveness.camera_identity import CameraIdentity

LINUX_VIRTUAL = Path("/sys/devices/virtual/video4linux")
"""Devices without hardware, such as v4l2loopback's."""
USB_LINK = "/by-id/"
"""Part of the name of a link that stays with the camera on every port."""


def identify_camera(spec: str, virtual_devices: Path = LINUX_VIRTUAL) -> CameraIdentity:
    """The webcam that ``spec`` opens, as the system names it. Empty when it is unknown, and for streams."""
    found = webcam_named(spec, webcams() or [])
    return CameraIdentity() if found is None else identity_of(found, virtual_devices)


def identity_of(webcam: Webcam, virtual_devices: Path = LINUX_VIRTUAL) -> CameraIdentity:
    emulated = sys.platform.startswith("linux") and (virtual_devices / f"video{webcam.number}").exists()
    device = webcam.identity if USB_LINK in webcam.identity else ""
    return CameraIdentity(webcam.name, device, emulated)
