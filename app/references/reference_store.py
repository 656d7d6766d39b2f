"""Store and load the references of each person."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.references.extraction import ALREADY_STORED, ExtractedReferences, without_duplicates
from app.references.reference_loader import ReferenceSet, load_references
from app.references.rejection import NewFinder, NoReferencesError, ReferenceProblem, format_unusable
from app.references.templates import SUFFIX, read_template, replace_by_templates, template_key
from app.storage.errors import StoreError, translate_os_errors
from app.storage.jpeg_folder import JPEG, JPEG_QUALITY, JpegFolder
from app.storage.people import folder_of, people_in
from model.messages.message import Message
from model.runtime.embedding_file import EmbeddingFile
from model.verification.matcher import Embedder
from model.vision.face_crop import NoCropError, crop_or_single_face
from model.vision.frame import RgbImage
from model.vision.image_file import ImageFileError, encode_jpeg, read_image_file
from model.vision.mtcnn import MtcnnFinder

FOLDER = "verification_images"
EMBEDDINGS = "embeddings.bin"
"""In the folder of the references, so that both are deleted together."""


@dataclass(frozen=True, slots=True)
class PersonSummary:
    name: str
    references: int


class ReferenceStore:
    """Methods with ``person`` raise PersonNameError; all raise StoreError."""

    def __init__(self, people_folder: Path, new_finder: NewFinder = MtcnnFinder) -> None:
        """Deletes the partial files of killed processes."""
        self._people_folder = people_folder
        self._new_finder = new_finder
        for person in people_in(people_folder):
            self._references(person).sweep()

    def people(self) -> list[PersonSummary]:
        """Everyone with a folder, sorted by name, including people without references."""
        return [PersonSummary(name, len(self.paths(name))) for name in people_in(self._people_folder)]

    def enrol(self, person: str, crops: Sequence[RgbImage]) -> list[Path]:
        """Add the pictures ``crops`` to the person's references, all or none. Returns the new files."""
        return self._add(person, [encode_jpeg(crop, JPEG_QUALITY) for crop in crops], JPEG)

    def enrol_templates(self, person: str, templates: Sequence[bytes]) -> list[Path]:
        """As ``enrol``, with the contents of templates."""
        return self._add(person, templates, SUFFIX)

    def paths(self, person: str) -> list[Path]:
        """Oldest first."""
        return self._references(person).paths()

    def load(self, person: str, network: str) -> ReferenceSet:
        """Every reference. ``network`` is the digest of the network that embeds them. Raises
        NoReferencesError when there are references and none is usable."""
        cached = EmbeddingFile(self._embeddings(person), network)
        references = load_references(self._references(person), cached, self._new_finder)
        if references.problems and len(references.problems) == len(references):
            reason = format_unusable(references.problems)
            message = Message("{person} cannot be verified. {reason}", person=person, reason=reason)
            raise NoReferencesError(message, references.problems)
        return references

    def only_new(self, person: str, found: ExtractedReferences, network: str) -> ExtractedReferences:
        """``found`` without the references that the person already has, as pictures or as embeddings of
        ``network``. Raises LockedError."""
        stored = {row[0] for path in self._templates(person) if (row := read_template(path, network))}
        repeats = [one for one in found.references if stored and template_key(one.crop) in stored]
        problems = [*found.problems, *(ReferenceProblem(one.path, ALREADY_STORED) for one in repeats)]
        fresh = [one for one in found.references if one not in repeats]
        return without_duplicates(fresh, problems, self._crops(person))

    def remove(self, person: str, paths: Sequence[Path]) -> None:
        """Delete these references."""
        self._delete(person, paths)

    def forget_pictures(self, person: str, network: str, embedder: Embedder) -> list[ReferenceProblem]:
        """Keep only embeddings, which another model cannot compare, and delete the pictures. Those whose face
        cannot be used stay, and are returned. Raises LockedError."""
        problems = replace_by_templates(self._pictures(person), network, embedder, cache(self._new_finder))
        self._delete(person, ())
        return problems

    def remove_unusable_templates(self, person: str, network: str) -> int:
        """Delete the embeddings that ``network`` cannot compare. Returns how many there were. Raises
        LockedError."""
        unusable = self._unusable_templates(person, network)
        if unusable:
            self._delete(person, unusable)
        return len(unusable)

    def people_to_enrol_again(self, network: str) -> list[str]:
        """Those of whom there are embeddings that ``network`` cannot compare. Raises LockedError."""
        people = people_in(self._people_folder)
        return [person for person in people if self._unusable_templates(person, network)]

    def clear(self, person: str) -> None:
        self._delete(person, self.paths(person))

    def _add(self, person: str, contents: Sequence[bytes], suffix: str) -> list[Path]:
        references, saved = self._references(person), list[Path]()
        try:
            for content in contents:
                saved.append(references.add(content, suffix))
        except StoreError:
            references.remove(saved)
            raise
        return saved

    def _unusable_templates(self, person: str, network: str) -> list[Path]:
        return [path for path in self._templates(person) if read_template(path, network) is None]

    def _templates(self, person: str) -> list[Path]:
        return [path for path in self.paths(person) if path.suffix == SUFFIX]

    def _pictures(self, person: str) -> list[Path]:
        return [path for path in self.paths(person) if path.suffix != SUFFIX]

    def _crops(self, person: str) -> dict[Path, RgbImage]:
        """The usable pictures."""
        crops, new_finder = dict[Path, RgbImage](), cache(self._new_finder)
        for path in self._pictures(person):
            with suppress(ImageFileError, NoCropError):
                crops[path] = crop_or_single_face(read_image_file(path), new_finder)
        return crops

    def _delete(self, person: str, paths: Sequence[Path]) -> None:
        """Delete these references, and all cached embeddings."""
        self._references(person).remove(paths)
        embeddings = self._embeddings(person)
        with translate_os_errors(Message("delete"), embeddings):
            embeddings.unlink(missing_ok=True)

    def _embeddings(self, person: str) -> Path:
        return self._references(person).folder / EMBEDDINGS

    def _references(self, person: str) -> JpegFolder:
        return JpegFolder(folder_of(self._people_folder, person) / FOLDER, SUFFIX)
