"""Enrol a person: from photographs, from the anchors, or from the camera."""

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
from app.references.rejection import ReferenceProblem
from app.references.templates import encode_templates
from app.storage.crop_store import CropKind, CropStore
from app.storage.model_store import ModelStore
from model.runtime.bundle import Bundle
from model.vision.frame import RgbImage
from model.vision.mtcnn import MtcnnFinder


@dataclass(frozen=True, slots=True)
class Enrolled:
    """``files``: the new references. ``unusable``: how many embeddings of other networks were deleted."""

    files: list[Path]
    unusable: int


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Loads another finder and network than the judge's, which the judge's thread uses. Methods raise
    StoreError and BundleError."""

    references: ReferenceStore
    crops: CropStore
    models: ModelStore

    def in_folder(self, person: str, folder: Path) -> ExtractedReferences:
        """New references from the photographs in ``folder``. Raises as ``references_from_folder``."""
        choice = like_other_photos(self.models.load_current)
        return self.only_new(person, references_from_folder(folder, MtcnnFinder(), choice))

    def in_files(self, person: str, files: Sequence[Path]) -> ExtractedReferences:
        """As ``in_folder``, from single photographs."""
        choice = like_other_photos(self.models.load_current)
        return self.only_new(person, references_from_files(files, MtcnnFinder(), choice))

    def in_anchors(self, person: str) -> ExtractedReferences:
        """New references from the person's anchors. Raises NoReferencesError."""
        anchors = self.crops.paths(person, CropKind.ANCHOR)
        return self.only_new(person, references_from_crops(anchors, MtcnnFinder))

    def only_new(self, person: str, found: ExtractedReferences) -> ExtractedReferences:
        """``found`` without the references that the person already has."""
        return self.references.only_new(person, found, self.models.load_current().network_digest)

    def add(
        self, person: str, crops: Sequence[RgbImage], *, keep_pictures: bool, replace: bool = False
    ) -> Enrolled:
        """Add ``crops`` to the references, or replace those by them: as pictures, or only their embeddings.

        Embeddings of other networks, which cannot be compared, are deleted once the new ones are stored.
        """
        if not crops:
            return Enrolled([], 0)
        before, bundle = self.references.paths(person), self.models.load_current()
        files = self._store(person, crops, bundle, keep_pictures)
        if replace:
            self.references.remove(person, before)
        return Enrolled(files, self.references.remove_unusable_templates(person, bundle.network_digest))

    def add_one(self, person: str, crop: RgbImage, *, keep_picture: bool) -> list[Path]:
        """As ``add``. Returns the new file, in a list."""
        return self._store(person, [crop], self.models.load_current(), keep_picture)

    def forget_pictures(self, person: str) -> list[ReferenceProblem]:
        """Keep only the embeddings of the person's references. Pictures that cannot be used stay, and are
        returned."""
        bundle = self.models.load_current()
        return self.references.forget_pictures(person, bundle.network_digest, bundle)

    def _store(
        self, person: str, crops: Sequence[RgbImage], bundle: Bundle, keep_pictures: bool
    ) -> list[Path]:
        if keep_pictures:
            return self.references.enrol(person, crops)
        templates = encode_templates(crops, bundle.network_digest, bundle)
        return self.references.enrol_templates(person, templates)
