"""Enrol a person in the window: from photographs, from the anchors, or from the camera."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.references.extraction import ExtractedReferences
from app.references.group_photo import like_other_photos
from app.references.photo_references import (
    references_from_crops,
    references_from_files,
    references_from_folder,
)
from app.references.reference_store import ReferenceStore
from app.storage.crop_store import CropKind, CropStore
from app.storage.model_store import ModelStore
from model.vision.frame import RgbImage
from model.vision.mtcnn import MtcnnFinder


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Loads another finder and network than the judge's, which the judge's thread uses."""

    references: ReferenceStore
    crops: CropStore
    models: ModelStore

    def in_folder(self, person: str, folder: Path) -> ExtractedReferences:
        """New references from the photographs in ``folder``. Raises as ``references_from_folder``."""
        choice = like_other_photos(self.models.load_current)
        return self.references.only_new(person, references_from_folder(folder, MtcnnFinder(), choice))

    def in_files(self, person: str, files: Sequence[Path]) -> ExtractedReferences:
        """As ``in_folder``, from single photographs."""
        choice = like_other_photos(self.models.load_current)
        return self.references.only_new(person, references_from_files(files, MtcnnFinder(), choice))

    def in_anchors(self, person: str) -> ExtractedReferences:
        """New references from the person's anchors. Raises StoreError and NoReferencesError."""
        anchors = self.crops.paths(person, CropKind.ANCHOR)
        return self.references.only_new(person, references_from_crops(anchors, MtcnnFinder))

    def add(self, person: str, crops: Sequence[RgbImage], *, keep_pictures: bool) -> None:
        """Add ``crops`` to the references; without ``keep_pictures`` only their embeddings. Raises
        StoreError."""
        self.references.enrol(person, crops)
        if not keep_pictures:
            bundle = self.models.load_current()
            self.references.forget_pictures(person, bundle.network_digest, bundle)
