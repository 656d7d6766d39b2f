"""What a liveness check says after each frame."""

from dataclasses import dataclass
from enum import StrEnum


class Layer(StrEnum):
    """A liveness check. Each one can only refuse: a face must pass all that are required."""

    FRESHNESS = "freshness"
    DEPTH = "depth"
    LAMP = "lamp"
    NETWORK = "network"


class LayerStatus(StrEnum):
    """``GATHERING`` needs more frames; ``CANNOT_TELL`` needs something else, as the reason says. Only
    ``PASSED`` lets a face be verified; ``FAILED`` ends the attempt."""

    GATHERING = "gathering evidence"
    CANNOT_TELL = "cannot tell"
    PASSED = "passed"
    FAILED = "failed"


class LivenessReason(StrEnum):
    """Why a check failed or cannot tell."""

    NOT_FINISHED = "the liveness check was not finished"
    REPEATED_FRAMES = "the camera repeats earlier pictures"
    IMPOSSIBLE_TIMES = "the times of the pictures are impossible"
    VIRTUAL_CAMERA = "the pictures come from a virtual camera"
    OTHER_CAMERA = "the camera is not the one used to enrol"
    FLAT = "the face moves like a flat picture"
    TOO_STILL = "the head did not move enough to see its depth"
    NOT_TURNED = "the head did not turn as asked"
    TOO_FEW_DETAILS = "the face shows too little detail to see its depth"
    LIGHT_NOT_FOLLOWED = "the light on the face does not follow the window's colours"
    LIGHT_TOO_WEAK = "the room is too bright to see the window's light on the face"
    NO_LAMP = "the window's light cannot be shown here"
    NETWORK_DENIED = "your liveness network takes the face for an attack"
    INVALID_MEASURE = "the liveness check gave no valid result"


class Prompt(StrEnum):
    """What Sameface asks the user to do. Left and right are the user's own."""

    TURN_LEFT = "Turn your head a little to the left."
    TURN_RIGHT = "Turn your head a little to the right."
    HOLD_STILL = "Hold still and look at the screen."
    MOVE_CLOSER = "Move closer to the camera."
    DIM_THE_ROOM = "Dim the room or move closer to the screen."


@dataclass(frozen=True, slots=True)
class LampColour:
    """The colour that the window shows as a lamp: red, green and blue in [0, 1]."""

    red: float
    green: float
    blue: float


@dataclass(frozen=True, slots=True)
class LayerResult:
    """The state of one check after a frame.

    ``reason``: why it failed or cannot tell. ``prompt``: what the user should do now. ``lamp``: the colour
    that the window must show now. ``measure``: what was measured so far, in the layer's own unit.
    """

    layer: Layer
    status: LayerStatus
    reason: LivenessReason | None = None
    prompt: Prompt | None = None
    lamp: LampColour | None = None
    measure: float | None = None

    @property
    def passed(self) -> bool:
        return self.status is LayerStatus.PASSED

    @property
    def failed(self) -> bool:
        return self.status is LayerStatus.FAILED
