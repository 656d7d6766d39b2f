"""What the People screen says."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.crop_store import CropCounts, CropStore
from app.gui.presenters.words import counted
from app.reference_store import FolderReferences, ReferenceStore


@dataclass(frozen=True, slots=True)
class PersonView:
    name: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class PeopleView:
    """Everybody, and more about the one that is chosen."""

    people: tuple[PersonView, ...]
    name: str
    counts: CropCounts
    references: tuple[Path, ...]


def survey(crops: CropStore, references: ReferenceStore, chosen: str) -> PeopleView:
    """Who there is. The chosen one is listed even before anything was kept. Raises StoreError."""
    names = sorted({*crops.people(), chosen})
    people = tuple(PersonView(name, _words(references, name), name == chosen) for name in names)
    return PeopleView(people, chosen, crops.counts(chosen), tuple(references.paths(chosen)))


def import_words(found: FolderReferences, person: str) -> str:
    """What came of a folder of photographs."""
    sentence = f"{counted(len(found.crops), 'reference')} enrolled for {person}."
    if not found.problems:
        return sentence
    first = found.problems[0]
    skipped = f"{counted(len(found.problems), 'picture')} skipped, for example {first.path.name}"
    return f"{sentence} {skipped}: {first.sentence}"


def reference_words(references: Sequence[Path]) -> str:
    if not references:
        return "None yet. Enrol some: 8 to 20, with different poses, light and glasses."
    return f"{counted(len(references), 'crop')} that the live face is compared with."


def _words(references: ReferenceStore, name: str) -> str:
    return counted(len(references.paths(name)), "reference")
