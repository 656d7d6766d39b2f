"""Why no face can be judged now."""

from dataclasses import dataclass

from app.live.engine import EngineState, Phase
from app.presenters.tone import Tone
from app.translation.catalogue import tr, translate


@dataclass(frozen=True, slots=True)
class Readiness:
    """``failure``: why ``ready`` stays false, or why nothing can be judged although it is true. ``locked``:
    the data folder needs its passphrase."""

    camera: EngineState
    ready: bool
    failure: str | None = None
    locked: bool = False


@dataclass(frozen=True, slots=True)
class BlockingState:
    headline: str
    tone: Tone
    detail: str


def blocking_state(readiness: Readiness) -> BlockingState | None:
    """Why no face can be judged; None when one can. The end of a recording does not count."""
    if readiness.locked:
        return BlockingState(
            tr("Locked"), Tone.UNSURE, tr("The faces in the data folder are encrypted. Enter the passphrase.")
        )
    if readiness.failure:
        return BlockingState(tr("Not possible"), Tone.BAD, translate(readiness.failure))
    if readiness.camera.phase is Phase.FAILED:
        return BlockingState(
            tr("No picture"), Tone.BAD, tr("Check the camera, or choose another one at the top right.")
        )
    if readiness.camera.phase is Phase.RECOVERING:
        return BlockingState(
            tr("Camera problem"),
            Tone.UNSURE,
            tr("Sameface is waiting for the camera. The reason is shown above."),
        )
    if readiness.camera.phase is Phase.STOPPED:
        return BlockingState(tr("Camera off"), Tone.CALM, tr("Choose a camera at the top right."))
    if not readiness.ready:
        return BlockingState(tr("One moment"), Tone.CALM, tr("Loading the model."))
    if readiness.camera.phase is Phase.OPENING:
        return BlockingState(tr("One moment"), Tone.CALM, tr("Opening the camera."))
    return None
