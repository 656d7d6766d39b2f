"""The liveness checks in effect: the user's choice, or those of the security level at a camera."""

from collections.abc import Callable, Sequence

from app.camera.factory import is_demo, is_recording
from app.liveness.camera_identity import identify_camera
from app.liveness.enrolment_cameras import EnrolmentCameras
from app.liveness.user_network import user_network
from app.storage.paths import Paths
from app.storage.settings import Settings
from model.liveness.camera_identity import camera_problem
from model.liveness.depth.layer import Depth
from model.liveness.freshness import Freshness
from model.liveness.lamp.layer import Lamp
from model.liveness.layer import LivenessLayer
from model.liveness.mode import LivenessMode
from model.liveness.result import Layer, LivenessReason
from model.messages.message import Message
from model.messages.message_error import MessageError
from model.verification.security_levels import Level

LEVEL_LIVENESS = {
    Level.CONVENIENT: LivenessMode.FRESH,
    Level.BALANCED: LivenessMode.DEPTH,
    Level.STRICT: LivenessMode.LAMP,
}


class LivenessError(MessageError, ValueError):
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
                Message(
                    "The liveness check with the lamp needs the window. Verify in the window, or choose "
                    "--liveness depth."
                )
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
    settings: Settings, paths: Paths, *, lamp: bool, enrolled: bool = True
) -> Sequence[LivenessLayer]:
    """New checks for one attempt: those of the mode, and the user's own network, if there is one.
    ``enrolled``: whether the person's references are compared with, rather than other pictures. Raises as
    ``effective_mode`` and ``user_network``, and StoreError."""
    mode = effective_mode(settings, lamp=lamp)
    makers: dict[Layer, Callable[[], LivenessLayer]] = {
        Layer.FRESHNESS: lambda: Freshness(_camera_problem(settings, paths, enrolled)),
        Layer.DEPTH: Depth,
        Layer.LAMP: Lamp,
    }
    network = user_network(paths.liveness) if mode.layers else None
    return (*(makers[layer]() for layer in mode.layers), *([network] if network else []))


def _camera_problem(settings: Settings, paths: Paths, enrolled: bool) -> LivenessReason | None:
    """A recording has no camera to trust."""
    if is_played(settings.camera):
        return None
    cameras = EnrolmentCameras(paths.people).of(settings.person) if enrolled else ()
    return camera_problem(identify_camera(settings.camera), cameras)
