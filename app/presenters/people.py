"""What the People screen says."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from app.presenters.plurals import counted
from app.references.extraction import ExtractedReferences
from app.references.reference_store import ReferenceStore
from app.storage.crop_store import CropCounts, CropStore
from model.vision.alignment import CROP_SIZE
from model.vision.frame import RgbImage
from model.vision.image_file import ImageFileError, read_image_file

MOST_THUMBNAILS = 120
MOST_NAMED = 2
"""Files, in a sentence that is shown for a few seconds."""


@dataclass(frozen=True, slots=True)
class PersonView:
    name: str
    words: str
    chosen: bool


@dataclass(frozen=True, eq=False, slots=True)
class PeopleView:
    """Everybody, and more about the chosen one. ``thumbnails`` are of the newest references; None where one
    cannot be read."""

    people: tuple[PersonView, ...]
    name: str
    counts: CropCounts
    references: tuple[Path, ...]
    thumbnails: tuple[RgbImage | None, ...]


def survey(crops: CropStore, references: ReferenceStore, chosen: str) -> PeopleView:
    """Who there is. The chosen one is listed even before anything was kept. Raises StoreError."""
    names = sorted({*crops.people(), chosen})
    people = tuple(PersonView(name, _words(references, name), name == chosen) for name in names)
    paths = references.paths(chosen)
    thumbnails = tuple(thumbnail(path) for path in paths[-MOST_THUMBNAILS:])
    return PeopleView(people, chosen, crops.counts(chosen), tuple(paths), thumbnails)


def thumbnail(path: Path) -> RgbImage | None:
    """The middle of the picture, square, as small as a crop."""
    try:
        image = read_image_file(path)
    except ImageFileError:
        return None
    height, width = image.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    square = image[top : top + side, left : left + side]
    return np.asarray(cv2.resize(square, (CROP_SIZE, CROP_SIZE), interpolation=cv2.INTER_AREA), np.uint8)


def import_words(found: ExtractedReferences, person: str) -> str:
    """What came of a folder of photographs, or of the anchors."""
    enrolled = f"{counted(len(found.references), 'reference').capitalize()} enrolled for {person}."
    chosen = [f"{one.path.name}: {one.remark}" for one in found.references if one.remark]
    left_out = [f"{problem.path.name}: {problem.sentence}" for problem in found.problems]
    count = [f"{len(left_out)} left out."] if left_out else []
    return " ".join([enrolled, *_some_of(chosen), *count, *_some_of(left_out)])


def _some_of(sentences: Sequence[str]) -> list[str]:
    rest = len(sentences) - MOST_NAMED
    return [*sentences[:MOST_NAMED], *([f"And {rest} more."] if rest > 0 else [])]


def reference_words(references: Sequence[Path]) -> str:
    if not references:
        return "None yet. Enrol 8 to 20 in different poses and light, with and without glasses."
    return f"The live face is compared with {counted(len(references), 'crop')}."


def _words(references: ReferenceStore, name: str) -> str:
    return counted(len(references.paths(name)), "reference")
