"""Collected crops: a folder for each person, and in it one for each kind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.storage.errors import StoreError
from app.storage.jpeg_folder import JpegFolder
from app.storage.people import PersonNameError, delete_person, folder_of, people_in, sweep_deleted
from model.storage.people_folder import CropKind
from model.vision.frame import RgbImage

__all__ = ["CropCounts", "CropKind", "CropStore", "PersonNameError", "StoreError"]


@dataclass(frozen=True, slots=True)
class CropCounts:
    """How many crops of each kind a person has."""

    anchor: int = 0
    positive: int = 0
    negative: int = 0

    def of(self, kind: CropKind) -> int:
        return int(getattr(self, kind))

    def with_one_more(self, kind: CropKind) -> "CropCounts":
        return replace(self, **{kind.value: self.of(kind) + 1})


class CropStore:
    """Methods with ``person`` raise PersonNameError; all raise StoreError."""

    def __init__(self, people_folder: Path) -> None:
        """Deletes the partial files of killed processes."""
        self._people_folder = people_folder
        sweep_deleted(people_folder)
        for person in self.people():
            for kind in CropKind:
                self._crops(person, kind).sweep()

    def people(self) -> list[str]:
        return people_in(self._people_folder)

    def save(self, person: str, kind: CropKind, crop: RgbImage) -> Path:
        return self._crops(person, kind).save(crop)

    def paths(self, person: str, kind: CropKind) -> list[Path]:
        """Oldest first."""
        return self._crops(person, kind).paths()

    def remove(self, person: str, kind: CropKind, paths: Sequence[Path]) -> None:
        self._crops(person, kind).remove(paths)

    def count(self, person: str, kind: CropKind) -> int:
        return len(self.paths(person, kind))

    def counts(self, person: str) -> CropCounts:
        return CropCounts(*(self.count(person, kind) for kind in CropKind))

    def delete_person(self, person: str) -> None:
        """Delete all crops and references of the person."""
        delete_person(self._people_folder, person)

    def _crops(self, person: str, kind: CropKind) -> JpegFolder:
        return JpegFolder(folder_of(self._people_folder, person) / kind)
