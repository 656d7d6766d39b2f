"""Choose the person's face in a photograph of several people."""

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
    """``choose`` gets the crops of the photographs that show one face, and the crops of all faces in a group
    photo, the largest first. It returns the index of the person's face, or None when that is not clear.

    ``words`` name the choice. ``advice`` is the next step when there is none.
    """

    choose: Callable[[Sequence[RgbImage], Sequence[RgbImage]], int | None]
    words: str
    advice: str = "Crop it to the person's face."


LARGEST = GroupChoice(lambda alone, faces: 0, "the largest")
OR_LARGEST = "Crop it to the person's face, or take the largest face of each photograph with --largest."


def like_other_photos(load_bundle: Callable[[], Bundle], advice: str = LARGEST.advice) -> GroupChoice:
    """The only face that the photographs of one face verify, at the model's thresholds."""

    def choose(alone: Sequence[RgbImage], faces: Sequence[RgbImage]) -> int | None:
        bundle = load_bundle()
        thresholds = effective_thresholds(Settings(), bundle.card)
        matcher = Matcher(bundle, bundle.head)
        matcher.set_references(alone)
        alike = [
            place for place, face in enumerate(faces) if decide(matcher.compare(face), thresholds).verified
        ]
        return alike[0] if len(alike) == 1 else None

    return GroupChoice(choose, "the one in the other photographs", advice)
