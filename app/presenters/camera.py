"""The name and the state of the camera, for the top of the window."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.camera.factory import ACCEPTED_HINT, is_demo, is_webcam, webcam_named
from app.camera.webcams import Webcam, persistent_name
from app.live.engine import EngineState, Phase
from app.presenters.tone import Tone
from app.system.url_redaction import redact_camera
from app.translation.catalogue import tr, translate
from model.messages.message import Message, without

MAX_NAME_LENGTH = 22
WINDOWS_DEVICE_PREFIX = "\\\\?\\"
MAX_CHOICES = 3
"""Buttons for webcams in the camera dialog. Any other webcam can be entered by name or number."""


@dataclass(frozen=True, slots=True)
class CameraView:
    """``banner``: a message across the window, empty without a problem. ``again``: the button beside it."""

    name: str
    tone: Tone
    banner: str = ""
    again: str = ""


def present_camera(camera: str, state: EngineState) -> CameraView:
    match state.phase:
        case Phase.FAILED:
            return CameraView(short_name(camera), Tone.BAD, _banner(state.message), tr("Try again"))
        case Phase.RECOVERING:
            return CameraView(short_name(camera), Tone.UNSURE, _banner(state.message), tr("Try now"))
        case Phase.ENDED:
            return CameraView(short_name(camera), Tone.CALM, translate(state.message), tr("Play again"))
        case Phase.RUNNING:
            return CameraView(short_name(camera), Tone.GOOD)
        case Phase.OPENING:
            return CameraView(short_name(camera), Tone.UNSURE)
        case Phase.STOPPED:
            return CameraView(short_name(camera), Tone.CALM)


def _banner(message: Message) -> str:
    """Without the list of what ``--camera`` accepts: it is for the terminal, and the camera dialog has it."""
    return translate(without(message, ACCEPTED_HINT))


def short_name(camera: str) -> str:
    """A name of ``camera`` short enough for a button. For an address it shows only the host."""
    if re.fullmatch("[0-9]+", camera):
        return tr("Webcam {number}", number=camera)
    if is_demo(camera):
        return tr("Demo camera")
    if camera.startswith(WINDOWS_DEVICE_PREFIX):
        return _shorten(camera.removeprefix(WINDOWS_DEVICE_PREFIX))
    name = redact_camera(camera)
    name = name if "://" in name else re.split(r"[\\/]", name.rstrip("\\/"))[-1]
    return _shorten(name)


def webcam_choices(listed: Sequence[Webcam] | None) -> list[tuple[str, str]]:
    """The label and the value of a button for each webcam; the first two numbers if the system does not list
    them. The numbers are those that ``--camera`` takes."""
    if listed is None:
        return [(tr("Webcam {number}", number=number), number) for number in ("0", "1")]
    return [
        (webcam.name or tr("Webcam {number}", number=webcam.number), persistent_name(webcam, listed))
        for webcam in listed[:MAX_CHOICES]
    ]


def is_same_camera(choice: str, camera: str, listed: Sequence[Webcam]) -> bool:
    """Whether both open one camera: a webcam has a name, a number and a path. ``listed``: the webcams."""
    if choice == camera or (is_demo(choice) and is_demo(camera)):
        return True
    webcam = webcam_named(choice, listed)
    return webcam is not None and webcam == webcam_named(camera, listed)


def _shorten(name: str) -> str:
    return name if len(name) <= MAX_NAME_LENGTH else f"{name[: MAX_NAME_LENGTH - 1]}…"


def is_mirrored(camera: str) -> bool:
    """Webcams are shown mirrored, as people expect of their own image; everything else as recorded."""
    return is_webcam(camera)
