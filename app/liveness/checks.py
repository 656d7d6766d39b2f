"""The liveness checks in effect: the user's choice, or those of the security level at a camera."""

from collections.abc import Callable, Sequence
from pathlib import Path

from app.camera.factory import is_demo, is_recording
from app.liveness.camera_identity import identify_camera
from app.liveness.enrolment_cameras import EnrolmentCameras
from app.storage.settings import Settings
from model.liveness.camera_identity import camera_problem
from model.liveness.depth.layer import Depth
from model.liveness.freshness import Freshness
from model.liveness.lamp.layer import Lamp
from model.liveness.layer import LivenessLayer
from model.liveness.mode import LivenessMode
from model.liveness.result import Layer, LivenessReason
from model.verification.security_levels import Level

LEVEL_LIVENESS = {
    Level.CONVENIENT: LivenessMode.FRESH,
    Level.BALANCED: LivenessMode.DEPTH,
    Level.STRICT: LivenessMode.LAMP,
}


class LivenessError(ValueError):
    """The chosen liveness check is not possible here."""


def effective_mode(settings: Settings, *, lamp: bool) -> LivenessMode:
    """The mode in the settings; without one, the level's at a webcam or a stream, and none for recordings,
    pictures and the demo, which show no live person. ``lamp``: whether a window can be the lamp. Without one,
    the level's checks end with depth.

    Raises LivenessError when the settings ask for the lamp where there is none.
    """
    if settings.liveness is not None:
        if settings.liveness is LivenessMode.LAMP and not lamp:
            raise LivenessError(
                "The liveness check with the lamp needs the window. Verify in the window, "
                "or choose --liveness depth."
            )
        return settings.liveness
    if is_played(settings.camera):
        return LivenessMode.NONE
    mode = LEVEL_LIVENESS[settings.level]
    return LivenessMode.DEPTH if mode is LivenessMode.LAMP and not lamp else mode


def is_played(camera: str) -> bool:
    """Whether ``camera`` is a recording, a folder of pictures, or the demo."""
    return is_recording(camera) or is_demo(camera)


def layers_in_effect(
    settings: Settings, people_folder: Path | None, *, lamp: bool
) -> Sequence[LivenessLayer]:
    """New checks for one attempt. ``people_folder``: where the person is enrolled; None when other pictures
    are compared with. Raises as ``effective_mode``, and StoreError."""
    mode = effective_mode(settings, lamp=lamp)
    makers: dict[Layer, Callable[[], LivenessLayer]] = {
        Layer.FRESHNESS: lambda: Freshness(_camera_problem(settings, people_folder)),
        Layer.DEPTH: Depth,
        Layer.LAMP: Lamp,
    }
    return tuple(makers[layer]() for layer in mode.layers)


def _camera_problem(settings: Settings, people_folder: Path | None) -> LivenessReason | None:
    """A recording is read as it is: it has no camera to trust."""
    if is_played(settings.camera):
        return None
    enrolled = EnrolmentCameras(people_folder).of(settings.person) if people_folder else ()
    return camera_problem(identify_camera(settings.camera), enrolled)
