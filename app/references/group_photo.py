"""Choose the person's face in a photograph of several people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from app.storage.settings import Settings
from app.storage.thresholds import effective_thresholds
from model.messages.message import Message
from model.runtime.bundle import Bundle
from model.verification.decision import Thresholds, decide
from model.verification.matcher import Matcher
from model.vision.frame import RgbImage

FaceChooser: TypeAlias = Callable[[Sequence[RgbImage]], int | None]
"""From the crops of all faces in a group photo, the largest first, to the index of the person's face; None
when that is not clear."""


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """``chooser`` gets the crops of the photographs that show one face, once for all group photos.

    ``words`` name the choice. ``advice`` is the next step when there is none.
    """

    chooser: Callable[[Sequence[RgbImage]], FaceChooser]
    words: Message
    advice: Message = Message("Crop it to the person's face.")


LARGEST = GroupChoice(lambda alone: lambda faces: 0, Message("the largest"))
OR_LARGEST = Message(
    "Crop it to the person's face, or take the largest face of each photograph with --largest."
)


def like_other_photos(load_bundle: Callable[[], Bundle], advice: Message = LARGEST.advice) -> GroupChoice:
    """The only face that the photographs of one face verify, at the model's thresholds. The bundle is loaded
    when there is a group photo."""

    def chooser(alone: Sequence[RgbImage]) -> FaceChooser:
        @cache
        def judge() -> tuple[Matcher, Thresholds]:
            bundle = load_bundle()
            matcher = Matcher(bundle, bundle.head)
            matcher.set_references(alone)
            return matcher, effective_thresholds(Settings(), bundle.card)

        def choose(faces: Sequence[RgbImage]) -> int | None:
            matcher, thresholds = judge()
            alike = [
                place
                for place, face in enumerate(faces)
                if decide(matcher.compare(face), thresholds).verified
            ]
            return alike[0] if len(alike) == 1 else None

        return choose

    return GroupChoice(chooser, Message("the one in the other photographs"), advice)
