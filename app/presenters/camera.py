"""What the top of the window says about the camera."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.camera.factory import is_webcam
from app.camera.webcams import Webcam, persistent_name
from app.live.engine import EngineState, Phase
from app.presenters.tone import Tone
from app.system.url_redaction import redact_camera

LONGEST_NAME = 22
WINDOWS_DEVICE = "\\\\?\\"
MOST_CHOICES = 3
"""So many names fit beside one another; the number of any other can be written."""


@dataclass(frozen=True, slots=True)
class CameraView:
    """``banner`` is a sentence across the window, empty while all is well; ``again`` the button beside it."""

    name: str
    tone: Tone
    banner: str = ""
    again: str = ""


def present_camera(camera: str, state: EngineState) -> CameraView:
    match state.phase:
        case Phase.FAILED:
            return CameraView(short_name(camera), Tone.BAD, state.message, "Try again")
        case Phase.RECOVERING:
            return CameraView(short_name(camera), Tone.UNSURE, state.message, "Try now")
        case Phase.ENDED:
            return CameraView(short_name(camera), Tone.CALM, state.message, "Play again")
        case Phase.RUNNING:
            return CameraView(short_name(camera), Tone.GOOD)
        case Phase.OPENING:
            return CameraView(short_name(camera), Tone.UNSURE)
        case Phase.STOPPED:
            return CameraView(short_name(camera), Tone.CALM)


def short_name(camera: str) -> str:
    """``camera`` as a person calls it, short enough for a button; of an address no more than the host."""
    if re.fullmatch("[0-9]+", camera):
        return f"Camera {camera}"
    if camera == "demo":
        return "Demo camera"
    if camera.startswith(WINDOWS_DEVICE):
        return _shortened(camera.removeprefix(WINDOWS_DEVICE))
    name = redact_camera(camera)
    name = name if "://" in name else re.split(r"[\\/]", name.rstrip("\\/"))[-1]
    return _shortened(name)


def webcam_choices(listed: Sequence[Webcam] | None) -> list[tuple[str, str]]:
    """The words of a button and what it chooses, for each webcam; the first numbers where none is known."""
    if not listed:
        return [(f"Webcam {number}", number) for number in ("0", "1")]
    return [
        (_shortened(webcam.name) or f"Webcam {webcam.number}", persistent_name(webcam, listed))
        for webcam in listed[:MOST_CHOICES]
    ]


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def is_mirrored(camera: str) -> bool:
    """A webcam is shown like a mirror, as people expect of themselves; anything else as it was filmed."""
    return is_webcam(camera)
