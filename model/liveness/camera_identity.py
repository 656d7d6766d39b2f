"""Whether the camera is the one that was used to enrol, and a real one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from model.liveness.result import LivenessReason

VIRTUAL_NAMES = re.compile(
    r"\b(virtual|v4l2 ?loopback|loopback|dummy|obs|manycam|xsplit|vcam|snap ?camera|splitcam|e2esoft|akvcam|"
    r"unity ?capture|screen ?capture|mmhmm|camo|fake)",
    re.IGNORECASE,
)
"""Names of virtual cameras. Any program can choose another name: a hint, not a proof."""


@dataclass(frozen=True, slots=True)
class CameraIdentity:
    """``name``: the system's. ``device``: its USB identity. Both are empty when unknown. ``emulated``: the
    system says that no hardware is behind it."""

    name: str = ""
    device: str = ""
    emulated: bool = False

    @property
    def virtual(self) -> bool:
        return self.emulated or bool(VIRTUAL_NAMES.search(self.name))

    def is_same(self, other: "CameraIdentity") -> bool:
        """Two cameras with one name are the same unless their USB identities are known and differ."""
        same_device = self.device == other.device or not self.device or not other.device
        return self.name == other.name and same_device


def camera_problem(camera: CameraIdentity, enrolled: Sequence[CameraIdentity]) -> LivenessReason | None:
    """Why ``camera`` is not trusted. ``enrolled``: the cameras used to enrol; none when unknown. A camera
    that can no longer be identified is not one of them."""
    if camera.virtual:
        return LivenessReason.VIRTUAL_CAMERA
    known = not enrolled or any(camera.is_same(one) for one in enrolled)
    return None if known else LivenessReason.OTHER_CAMERA
