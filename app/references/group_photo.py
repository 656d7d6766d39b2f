"""Which face of a photograph with several is the person's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.storage.settings import Settings
from app.storage.thresholds import effective_thresholds
from model.runtime.bundle import Bundle
from model.verification.decision import decide
from model.verification.matcher import Matcher
from model.vision.frame import RgbImage


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """``choose`` gets the crops of the pictures that show one face, and those of all faces of a picture, the
    largest first. It returns the place of the person's face; None: it cannot tell. ``words`` name the choice,
    ``advice`` says what to do where there is none.
    """

    choose: Callable[[Sequence[RgbImage], Sequence[RgbImage]], int | None]
    words: str
    advice: str = "Cut it to the person's face."


LARGEST = GroupChoice(lambda alone, faces: 0, "the largest")
OR_LARGEST = "Cut it to the person's face, or take the largest face of each picture with --largest."


def like_other_photos(load_bundle: Callable[[], Bundle], advice: str = LARGEST.advice) -> GroupChoice:
    """The only face that the pictures with one face verify, at the model's own thresholds."""

    def choose(alone: Sequence[RgbImage], faces: Sequence[RgbImage]) -> int | None:
        bundle = load_bundle()
        thresholds = effective_thresholds(Settings(), bundle.card)
        matcher = Matcher(bundle, bundle.head)
        matcher.set_references(alone)
        alike = [
            place for place, face in enumerate(faces) if decide(matcher.compare(face), thresholds).verified
        ]
        return alike[0] if len(alike) == 1 else None

    return GroupChoice(choose, "the one that the other pictures show", advice)
