"""Do two photographs show the same face?"""

from dataclasses import dataclass
from enum import StrEnum

from model.vision.face import FaceFinder
from model.vision.face_crop import NoCropError, find_faces
from model.vision.frame import RgbImage
from model.vision.quality import FOR_JUDGING, assess


class Outcome(StrEnum):
    """What came of a comparison."""

    SIMILAR = "the faces are similar enough"
    NOT_SIMILAR = "the faces are not similar enough"


@dataclass(frozen=True, slots=True)
class Verification:
    """True in an ``if`` only when ``verified``.

    ``similarity`` is in [0, 1], higher = more similar; None: nothing could be compared, and ``reason`` says
    why. Verified is a similarity above ``threshold``; None: the model has none for the level.
    """

    verified: bool
    similarity: float | None
    threshold: float | None
    reason: str

    def __bool__(self) -> bool:
        return self.verified


def compared(similarity: float, threshold: float) -> Verification:
    """A similarity that is no number verifies nobody."""
    verified = similarity > threshold
    return Verification(
        verified, similarity, threshold, Outcome.SIMILAR.value if verified else Outcome.NOT_SIMILAR.value
    )


def judged_face(photo: RgbImage, finder: FaceFinder) -> RgbImage:
    """The crop of the only face. Raises NoCropError when there is not one, or it is too dark, say."""
    found = find_faces(photo, finder)
    if len(found.faces) > 1:
        raise NoCropError(f"{len(found.faces)} faces")
    face = found.in_image(found.faces[0]) if found.faces else None
    crop = found.crop_of(found.faces[0]) if found.faces else None
    flaws = assess(found.image, face, crop, FOR_JUDGING)
    if flaws or crop is None:
        raise NoCropError(flaws[0].value if flaws else "no face")
    return crop
