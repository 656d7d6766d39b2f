"""Verify whether two photographs show the same face."""

from dataclasses import dataclass
from enum import StrEnum

from model.messages.message import Message
from model.vision.face import FaceFinder
from model.vision.face_crop import NoCropError, find_faces
from model.vision.frame import RgbImage
from model.vision.quality import VERIFICATION_LIMITS, check_quality


class PhotoReason(StrEnum):
    """The result of a comparison, as text."""

    SIMILAR = "the faces are similar enough"
    NOT_SIMILAR = "the faces are not similar enough"


@dataclass(frozen=True, slots=True)
class Verification:
    """True as a condition only when ``verified``.

    ``similarity`` is in [0, 1], higher = more similar; None when nothing could be compared, as ``reason``
    says. ``verified`` is a similarity above ``threshold``, which is None when the model has none for the
    level.
    """

    verified: bool
    similarity: float | None
    threshold: float | None
    reason: str

    def __bool__(self) -> bool:
        return self.verified


def decide_pair(similarity: float, threshold: float) -> Verification:
    """NaN is never verified."""
    verified = similarity > threshold
    reason = PhotoReason.SIMILAR if verified else PhotoReason.NOT_SIMILAR
    return Verification(verified, similarity, threshold, reason.value)


def single_face_crop(photo: RgbImage, finder: FaceFinder) -> RgbImage:
    """The crop of the only face. Raises NoCropError unless there is exactly one, of good enough quality."""
    found = find_faces(photo, finder)
    if len(found.faces) > 1:
        raise NoCropError(Message("{count} faces", count=len(found.faces)))
    face = found.in_image(found.faces[0]) if found.faces else None
    crop = found.crop_of(found.faces[0]) if found.faces else None
    flaws = check_quality(found.image, face, crop, VERIFICATION_LIMITS)
    if flaws or crop is None:
        raise NoCropError(Message(flaws[0].value) if flaws else Message("no face"))
    return crop
