"""References, the crops a live face is compared with: stored ones, and ones from a folder of photographs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.embedding_file import EmbeddingFile
from app.enrolled import Enrolled
from app.people import folder_of, people_in
from app.picture_folder import PictureFolder
from app.store_error import StoreError, told_as_store_error
from model.vision.face import FaceFinder
from model.vision.face_crop import face_crop, largest_face
from model.vision.frame import RgbImage
from model.vision.image_file import READABLE, PictureError, pictures_in, read_picture

FOLDER = "verification_images"
EMBEDDINGS = "embeddings.bin"
"""Beside the pictures that they are of, so that they go with them."""


class NoReferencesError(ValueError):
    """There is nothing to compare with. The message says what was looked at."""


@dataclass(frozen=True, slots=True)
class EnrolledPerson:
    name: str
    references: int


@dataclass(frozen=True, slots=True)
class ReferenceProblem:
    """A picture that gives no reference, and why, as a sentence."""

    path: Path
    sentence: str


@dataclass(frozen=True, eq=False, slots=True)
class FolderReferences:
    """The crops of a folder's photographs, in name order, and the pictures that gave none."""

    crops: tuple[RgbImage, ...]
    problems: tuple[ReferenceProblem, ...]


class ReferenceStore:
    """Raises PersonNameError wherever it takes a person, and StoreError when the disk refuses."""

    def __init__(self, people_folder: Path) -> None:
        """Sweeps what a killed process left half written."""
        self._people_folder = people_folder
        for person in people_in(people_folder):
            self._references(person).sweep()

    def people(self) -> list[EnrolledPerson]:
        """Everybody with a folder, sorted by name, also who has no reference yet."""
        return [EnrolledPerson(name, len(self.paths(name))) for name in people_in(self._people_folder)]

    def enrol(self, person: str, crops: Sequence[RgbImage]) -> list[Path]:
        """Add ``crops`` to the person's references, all or none; the paths of the new files."""
        references, saved = self._references(person), list[Path]()
        try:
            for crop in crops:
                saved.append(references.save(crop))
        except StoreError:
            references.remove(saved)
            raise
        return saved

    def replace(self, person: str, crops: Sequence[RgbImage]) -> None:
        """Put ``crops`` in the place of all references there were, which stay when that fails."""
        before = self.paths(person)
        self.enrol(person, crops)
        self._forget(person, before)

    def paths(self, person: str) -> list[Path]:
        """Oldest first."""
        return self._references(person).paths()

    def load(self, person: str, network: str) -> Enrolled:
        """Every reference. ``network`` tells apart networks that embed differently. Raises PictureError when
        a reference is damaged."""
        return Enrolled(self._references(person), EmbeddingFile(self._embeddings(person), network))

    def clear(self, person: str) -> None:
        self._forget(person, self.paths(person))

    def _forget(self, person: str, paths: Sequence[Path]) -> None:
        """Delete these pictures, and what networks made of any."""
        self._references(person).remove(paths)
        embeddings = self._embeddings(person)
        with told_as_store_error("delete", embeddings):
            embeddings.unlink(missing_ok=True)

    def _embeddings(self, person: str) -> Path:
        return self._references(person).folder / EMBEDDINGS

    def _references(self, person: str) -> PictureFolder:
        return PictureFolder(folder_of(self._people_folder, person) / FOLDER)


def references_from_folder(folder: Path, finder: FaceFinder) -> FolderReferences:
    """One reference from the largest face of every photograph in ``folder``.

    Raises FileNotFoundError or NotADirectoryError when ``folder`` is none, and NoReferencesError when it
    holds no picture or none of them shows a face.
    """
    crops: list[RgbImage] = []
    problems: list[ReferenceProblem] = []
    for path in _photographs(folder):
        try:
            crops.append(reference_from_photograph(path, finder))
        except PictureError as error:
            problems.append(ReferenceProblem(path, f"It {error.words}"))
        except NoReferencesError as error:
            problems.append(ReferenceProblem(path, str(error)))
    if not crops:
        first = f"{problems[0].path.name}: {problems[0].sentence}"
        message = f"None of the {len(problems)} pictures in {folder} can be a reference; for example {first}"
        raise NoReferencesError(f"{message} Use photographs that show the face clearly, from the front.")
    return FolderReferences(tuple(crops), tuple(problems))


def reference_from_photograph(path: Path, finder: FaceFinder) -> RgbImage:
    """Its largest face as a crop. Raises PictureError, or NoReferencesError when there is no face."""
    crop = face_crop(read_picture(path), finder, largest_face)
    if crop is None:
        raise NoReferencesError("No face was found in it.")
    return crop


def _photographs(folder: Path) -> list[Path]:
    if not folder.exists():
        raise FileNotFoundError(f"There is no folder {folder}. Name a folder with photographs of the person.")
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder} is not a folder. Name the folder that the photographs lie in.")
    paths = pictures_in(folder)
    if not paths:
        raise NoReferencesError(
            f"{folder} holds 0 pictures. Put photographs of the person there: {READABLE}."
        )
    return paths
