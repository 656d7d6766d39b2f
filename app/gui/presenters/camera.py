"""What the top of the window says about the camera."""

import re
from dataclasses import dataclass

from app.engine import EngineState, Phase
from app.gui.presenters.tone import Tone

LONGEST_NAME = 22


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
        case Phase.ENDED:
            return CameraView(short_name(camera), Tone.CALM, state.message, "Play again")
        case Phase.RUNNING:
            return CameraView(short_name(camera), Tone.GOOD)
        case Phase.OPENING:
            return CameraView(short_name(camera), Tone.UNSURE)
        case Phase.STOPPED:
            return CameraView(short_name(camera), Tone.CALM)


def short_name(camera: str) -> str:
    """``camera`` as a person calls it, short enough for a button; a password in an address is left out."""
    if re.fullmatch("[0-9]+", camera):
        return f"Camera {camera}"
    if camera == "demo":
        return "Demo camera"
    name = re.sub(r"(?<=://)[^/@]*@", "", camera)
    name = name if "://" in name else re.split(r"[\\/]", name.rstrip("\\/"))[-1]
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def is_mirrored(camera: str) -> bool:
    """A webcam is shown like a mirror, as people expect of themselves; anything else as it was filmed."""
    return re.fullmatch("[0-9]+", camera) is not None
