"""What a frame shows: its faces, and the crop and the flaws of the largest one."""

from collections.abc import Sequence
from dataclasses import dataclass

from model.vision.alignment import align
from model.vision.face import Face
from model.vision.frame import Frame, RgbImage
from model.vision.quality import Flaw, QualityLimits, check_quality
from model.vision.tracker import FaceTracker


@dataclass(frozen=True, eq=False, slots=True)
class Observation:
    """``face`` is the largest of ``faces``, ``crop`` is that face aligned; both are None without a face.
    ``flaws`` are the face's, the worst first; without a face, the light that may hide one."""

    faces: Sequence[Face]
    face: Face | None
    crop: RgbImage | None
    flaws: tuple[Flaw, ...]


def observe(frame: Frame, tracker: FaceTracker, limits: QualityLimits) -> Observation:
    """Find the faces, align the largest and check its quality: the recipe of all live frames."""
    faces = tracker.find(frame)
    face = faces[0] if faces else None
    crop = align(frame.image, face.landmarks) if face else None
    return Observation(faces, face, crop, check_quality(frame.image, face, crop, limits))
