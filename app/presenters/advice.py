"""What a person can do about a face that is not good enough to verify or to collect."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.capture.collector import RejectionReason
from model.verification.decision import Reason
from model.vision.quality import Flaw


@dataclass(frozen=True, slots=True)
class Advice:
    """``headline``: two or three words; ``next_step``: a sentence."""

    headline: str
    next_step: str


NO_FACE = Advice("No face", "Look into the camera.")

ADVICE: Mapping[Reason | Flaw | RejectionReason, Advice] = {
    Reason.EMBEDDING_REFERENCES: Advice("One moment", "Preparing new references. This happens only once."),
    Reason.NO_FACE: NO_FACE,
    RejectionReason.NO_FACE: NO_FACE,
    RejectionReason.NEAR_DUPLICATE: Advice("Too similar", "Turn your head a little or change the light."),
    Flaw.CUT_OFF: Advice("Cut off", "Move towards the middle: part of your face is outside the picture."),
    Flaw.TOO_DARK: Advice("Too dark", "Turn on a light or face a window."),
    Flaw.TOO_BRIGHT: Advice("Too bright", "Turn away from the light that shines on your face."),
    Flaw.TOO_BLURRED: Advice("Too blurry", "Hold still for a moment and make sure that the lens is clean."),
    Flaw.TOO_SMALL: Advice("Too far away", "Move closer to the camera."),
    Flaw.TURNED_AWAY: Advice("Turned away", "Look straight into the camera."),
}

PHOTO_ADVICE = "Use a photograph that shows one face from the front, sharp and well lit."
"""Instead of advice on how to stand before a camera."""


def next_step(reason: str, *, photograph: bool = False) -> str:
    """What to do about ``reason``; empty for one that no advice helps with, and for any other sentence."""
    if not isinstance(reason, Reason | Flaw | RejectionReason) or reason not in ADVICE:
        return ""
    return PHOTO_ADVICE if photograph else ADVICE[reason].next_step
