"""What the user can do about a face that is not good enough to verify or to collect."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.capture.collector import RejectionReason
from app.translation.catalogue import translatable
from model.liveness.result import LivenessReason
from model.verification.decision import Reason
from model.vision.quality import Flaw


@dataclass(frozen=True, slots=True)
class Advice:
    """``headline``: two or three words; ``next_step``: a sentence. Translate them where they are shown."""

    headline: str
    next_step: str


NO_FACE = Advice(translatable("No face"), translatable("Look into the camera."))

TURN = translatable("Try again, and turn your head a little when asked.")
LAMP_NEEDS_DIMNESS = translatable("Dim the room or move closer to the screen, then try again.")

ADVICE: Mapping[Reason | Flaw | RejectionReason | LivenessReason, Advice] = {
    Reason.EMBEDDING_REFERENCES: Advice(
        translatable("One moment"), translatable("Preparing new references. This happens only once.")
    ),
    Reason.LOCKED_OUT: Advice(
        translatable("Too many failures"), translatable("Wait for a moment before you try again.")
    ),
    Reason.NO_FACE: NO_FACE,
    RejectionReason.NO_FACE: NO_FACE,
    RejectionReason.NEAR_DUPLICATE: Advice(
        translatable("Too similar"), translatable("Turn your head a little or change the light.")
    ),
    Flaw.CUT_OFF: Advice(
        translatable("Cut off"),
        translatable("Move towards the middle: part of your face is outside the picture."),
    ),
    Flaw.TOO_DARK: Advice(translatable("Too dark"), translatable("Turn on a light or face a window.")),
    Flaw.TOO_BRIGHT: Advice(
        translatable("Too bright"), translatable("Turn away from the light that shines on your face.")
    ),
    Flaw.TOO_BLURRED: Advice(
        translatable("Too blurry"),
        translatable("Hold still for a moment and make sure that the lens is clean."),
    ),
    Flaw.TOO_SMALL: Advice(translatable("Too far away"), translatable("Move closer to the camera.")),
    Flaw.TURNED_AWAY: Advice(translatable("Turned away"), translatable("Look straight into the camera.")),
    LivenessReason.NOT_FINISHED: Advice(
        translatable("Not finished"), translatable("Try again, and stay in the picture.")
    ),
    LivenessReason.REPEATED_FRAMES: Advice(
        translatable("Not a live picture"),
        translatable("Restart the camera, and close programs that play a recording through it."),
    ),
    LivenessReason.IMPOSSIBLE_TIMES: Advice(
        translatable("Not a live picture"), translatable("Restart the camera, then try again.")
    ),
    LivenessReason.VIRTUAL_CAMERA: Advice(
        translatable("Virtual camera"), translatable("Choose the real webcam instead.")
    ),
    LivenessReason.OTHER_CAMERA: Advice(
        translatable("Another camera"),
        translatable("Choose the camera you enrolled with, or enrol again with this one."),
    ),
    LivenessReason.FLAT: Advice(
        translatable("Looks flat"), translatable("Show your real face, not a picture of it, and try again.")
    ),
    LivenessReason.TOO_STILL: Advice(translatable("Too still"), TURN),
    LivenessReason.NOT_TURNED: Advice(translatable("Not turned as asked"), TURN),
    LivenessReason.TOO_FEW_DETAILS: Advice(
        translatable("Too little detail"), translatable("Move closer and turn on a light.")
    ),
    LivenessReason.LIGHT_NOT_FOLLOWED: Advice(
        translatable("Light does not follow"),
        translatable("Face the screen with nothing in between, and try again."),
    ),
    LivenessReason.LIGHT_TOO_WEAK: Advice(translatable("Too bright here"), LAMP_NEEDS_DIMNESS),
    LivenessReason.NO_LAMP: Advice(
        translatable("No window"), translatable("Verify in the window, or choose another liveness check.")
    ),
    LivenessReason.NETWORK_DENIED: Advice(
        translatable("Not a live face"), translatable("Face the camera in even light, and try again.")
    ),
    LivenessReason.INVALID_MEASURE: Advice(translatable("No valid result"), translatable("Try again.")),
}

PHOTO_ADVICE = "Use a photograph that shows one face from the front, sharp and well lit."
"""Replaces advice on how to sit in front of a camera."""


def next_step(reason: str, *, photograph: bool = False) -> str:
    """What to do about ``reason``; empty if there is no advice for it, and for any other sentence."""
    if not isinstance(reason, Reason | Flaw | RejectionReason | LivenessReason) or reason not in ADVICE:
        return ""
    return PHOTO_ADVICE if photograph else ADVICE[reason].next_step
