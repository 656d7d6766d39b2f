"""Why no face can be looked at now."""

from dataclasses import dataclass

from app.live.engine import EngineState, Phase
from app.presenters.tone import Tone


@dataclass(frozen=True, slots=True)
class Readiness:
    """``failure``: why ``ready`` stays false, or why nothing can be judged all the same."""

    camera: EngineState
    ready: bool
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Obstacle:
    headline: str
    tone: Tone
    detail: str


def obstacle(readiness: Readiness) -> Obstacle | None:
    """What stands in the way; None when nothing does. A recording's end is no obstacle."""
    if readiness.failure:
        return Obstacle("Not possible", Tone.BAD, readiness.failure)
    if readiness.camera.phase is Phase.FAILED:
        return Obstacle("No picture", Tone.BAD, "Check the camera, or choose another one at the top right.")
    if readiness.camera.phase is Phase.RECOVERING:
        return Obstacle(
            "Camera problem", Tone.UNSURE, "Nobody can be verified now. The reason is shown above."
        )
    if readiness.camera.phase is Phase.STOPPED:
        return Obstacle("Camera off", Tone.CALM, "Choose a camera at the top right.")
    if not readiness.ready:
        return Obstacle("One moment", Tone.CALM, "Loading the model.")
    if readiness.camera.phase is Phase.OPENING:
        return Obstacle("One moment", Tone.CALM, "Opening the camera.")
    return None
