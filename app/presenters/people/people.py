"""What the People screen shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from app.presenters.plurals import counted_references, enrolled_words
from app.presenters.tone import Tone
from app.references.counter_examples import CounterExampleStore
from app.references.extraction import ExtractedReferences
from app.references.reference_store import ReferenceStore
from app.references.templates import SUFFIX
from app.storage.crop_store import CropCounts, CropStore
from app.storage.looks import LookStore
from app.translation.catalogue import ntr, tr, translate
from model.storage.encrypted_file import LockedError
from model.vision.alignment import CROP_SIZE
from model.vision.frame import RgbImage
from model.vision.image_file import ImageFileError, read_image_file

MAX_THUMBNAILS = 120
MAX_NAMED_FILES = 2
"""Files to name in one message."""


@dataclass(frozen=True, slots=True)
class PersonView:
    name: str
    words: str
    chosen: bool


@dataclass(frozen=True, eq=False, slots=True)
class PictureView:
    """``picture``: None if it was not kept, or is unreadable. ``look``: its name, if any."""

    path: Path
    picture: RgbImage | None
    look: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class PeopleView:
    """All people, and more about the selected one. ``references``: how many there are; ``pictures``: how many
    of them are stored as pictures; ``shown``: the newest. ``refused``: faces marked as another person's."""

    people: tuple[PersonView, ...]
    name: str
    counts: CropCounts
    references: int
    pictures: int
    shown: tuple[PictureView, ...]
    refused: tuple[PictureView, ...]


def load_people(
    crops: CropStore,
    references: ReferenceStore,
    counter_examples: CounterExampleStore,
    looks: LookStore,
    chosen: str,
) -> PeopleView:
    """All people, including the selected one even without any crops. Raises StoreError."""
    names = sorted({*crops.people(), chosen})
    people = tuple(PersonView(name, _words(references, name), name == chosen) for name in names)
    paths, named = references.paths(chosen), looks.read(chosen)
    shown = tuple(
        PictureView(path, thumbnail(path), named.get(path.name, "")) for path in paths[-MAX_THUMBNAILS:]
    )
    pictures = sum(path.suffix != SUFFIX for path in paths)
    refused = tuple(PictureView(path, thumbnail(path)) for path in counter_examples.paths(chosen))
    return PeopleView(people, chosen, crops.counts(chosen), len(paths), pictures, shown, refused)


def thumbnail(path: Path) -> RgbImage | None:
    """The central square of the picture in the size of a crop; None without a readable picture, as in a data
    folder that is locked."""
    if path.suffix == SUFFIX:
        return None
    try:
        image = read_image_file(path)
    except (ImageFileError, LockedError):
        return None
    height, width = image.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    square = image[top : top + side, left : left + side]
    return np.asarray(cv2.resize(square, (CROP_SIZE, CROP_SIZE), interpolation=cv2.INTER_AREA), np.uint8)


def import_words(found: ExtractedReferences, person: str) -> str:
    """The result of enrolling a folder of photographs or the anchors."""
    enrolled = enrolled_words(len(found.references), person)
    chosen = [f"{one.path.name}: {translate(one.remark)}" for one in found.references if one.remark]
    left_out = [f"{problem.path.name}: {translate(problem.sentence)}" for problem in found.problems]
    count = [ntr("{count} left out.", "{count} left out.", len(left_out))] if left_out else []
    return " ".join([enrolled, *_some_of(chosen), *count, *_some_of(left_out)])


def import_tone(found: ExtractedReferences) -> Tone:
    """Good only if no picture was left out."""
    return Tone.UNSURE if found.problems or not found.references else Tone.GOOD


def _some_of(sentences: Sequence[str]) -> list[str]:
    rest = len(sentences) - MAX_NAMED_FILES
    more = [ntr("And {count} more.", "And {count} more.", rest)] if rest > 0 else []
    return [*sentences[:MAX_NAMED_FILES], *more]


def reference_words(references: int, pictures: int) -> str:
    """``pictures``: how many of the references have a stored picture."""
    if not references:
        return tr("None yet. Enrol 8 to 20 in different poses and light, with and without glasses.")
    compared = ntr(
        "The live face is compared with 1 reference.",
        "The live face is compared with {count} references.",
        references,
    )
    if pictures == references:
        return compared
    if not pictures:
        return f"{compared} " + tr("Only embeddings are stored, not pictures.")
    return f"{compared} " + ntr(
        "Of {count}, only the embedding is stored.",
        "Of {count}, only the embeddings are stored.",
        references - pictures,
    )


def _words(references: ReferenceStore, name: str) -> str:
    return counted_references(len(references.paths(name)))
