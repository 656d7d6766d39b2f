"""Extract references from photographs: one from each in which the person's face is clear."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.references.extraction import ExtractedReference, ExtractedReferences, without_duplicates
from app.references.group_photo import FaceChooser, GroupChoice
from app.references.rejection import NewFinder, NoReferencesError, ReferenceProblem, collect_problems
from model.messages.message import Message, sentences
from model.vision.face import FaceFinder
from model.vision.face_crop import NoCropError, crop_or_single_face, require_faces
from model.vision.frame import RgbImage
from model.vision.image_file import SUPPORTED_FORMATS, has_image_suffix, image_files_in, read_image_file
from model.vision.orientation import Rotation, rotation_words

SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, eq=False, slots=True)
class PhotoFaces:
    """The crops of a photograph's faces, the largest first. Only these stay in memory, not the photograph."""

    crops: Sequence[RgbImage]
    rotation: Rotation


def references_from_folder(
    folder: Path,
    finder: FaceFinder,
    choice: GroupChoice,
    progress: Callable[[Sequence[Path]], Iterator[Path]] = iter,
) -> ExtractedReferences:
    """One reference from every photograph in ``folder``; every other file there is a problem. ``progress``
    yields the photographs one by one, and may show progress.

    Raises FileNotFoundError, NotADirectoryError, and NoReferencesError when ``folder`` has no usable
    photograph.
    """
    return _extract(_photographs(folder), _other_files(folder), finder, choice, progress, folder)


def references_from_files(
    paths: Sequence[Path], finder: FaceFinder, choice: GroupChoice
) -> ExtractedReferences:
    """As ``references_from_folder``, from single files. Raises NoReferencesError when none is usable."""
    photographs = [path for path in paths if has_image_suffix(path) and path.is_file()]
    others = [ReferenceProblem(path, _rejection_reason(path)) for path in paths if path not in photographs]
    if not photographs:
        raise NoReferencesError(others[0].message if others else Message("There is no photograph."), others)
    return _extract(photographs, others, finder, choice, iter)


def _extract(
    paths: Sequence[Path],
    problems: list[ReferenceProblem],
    finder: FaceFinder,
    choice: GroupChoice,
    progress: Callable[[Sequence[Path]], Iterator[Path]],
    folder: Path | None = None,
) -> ExtractedReferences:
    """``folder``: all of ``paths`` are there."""
    faces = dict[Path, PhotoFaces]()
    for path in progress(paths):
        with collect_problems(path, problems):
            found = require_faces(read_image_file(path), finder)
            faces[path] = PhotoFaces(found.crops, found.rotation)
    alone = [photographed.crops[0] for photographed in faces.values() if len(photographed.crops) == 1]
    references, choose = list[ExtractedReference](), choice.chooser(alone)
    for path, photographed in faces.items():
        with collect_problems(path, problems):
            references.append(_chosen(path, photographed, choose, choice))
    fresh = without_duplicates(references, problems, {})
    if not references:
        what = Message("pictures in {folder}", folder=folder) if folder else Message("pictures")
        raise _none_usable(what, paths, fresh)
    return fresh


def references_from_crops(paths: Sequence[Path], new_finder: NewFinder) -> ExtractedReferences:
    """References from collected crops, and from photographs among them. Raises NoReferencesError when
    ``paths`` has files and none is usable."""
    new_finder, problems = cache(new_finder), list[ReferenceProblem]()
    references = list[ExtractedReference]()
    for path in paths:
        with collect_problems(path, problems):
            references.append(
                ExtractedReference(path, crop_or_single_face(read_image_file(path), new_finder))
            )
    found = without_duplicates(references, problems, {})
    if problems and not references:
        raise _none_usable(Message("crops in {folder}", folder=paths[0].parent), paths, found)
    return found


def reference_from_photograph(path: Path, finder: FaceFinder) -> RgbImage:
    """The crop of its largest face. Raises ImageFileError, and NoCropError without a face."""
    return require_faces(read_image_file(path), finder).crops[0]


def _chosen(
    path: Path, photographed: PhotoFaces, choose: FaceChooser, choice: GroupChoice
) -> ExtractedReference:
    crops = photographed.crops
    remarks = [rotation_words(photographed.rotation)] if photographed.rotation else []
    index = 0 if len(crops) == 1 else choose(crops)
    if index is None:
        raise NoCropError(Message("It shows {count} faces. {advice}", count=len(crops), advice=choice.advice))
    if len(crops) > 1:
        remarks.append(
            Message("It shows {count} faces: {choice} was used.", count=len(crops), choice=choice.words)
        )
    return ExtractedReference(path, crops[index], sentences(*remarks) or None)


def _none_usable(what: Message, paths: Sequence[Path], found: ExtractedReferences) -> NoReferencesError:
    first = next(problem for problem in found.problems if problem.path in paths)
    if len(paths) > 1:
        message = Message(
            "None of the {count} {what} can be used as a reference; for example {example}: {reason}",
            count=len(paths),
            what=what,
            example=first.path.name,
            reason=first.sentence,
        )
    else:
        message = Message(
            "{file} cannot be used as a reference. {reason}", file=first.path, reason=first.sentence
        )
    advice = Message("Use photographs that show the face clearly, from the front.")
    return NoReferencesError(sentences(message, advice), found.problems)


def _other_files(folder: Path) -> list[ReferenceProblem]:
    entries = (entry for entry in folder.iterdir() if not entry.name.startswith("."))
    return [
        ReferenceProblem(entry, _rejection_reason(entry))
        for entry in entries
        if entry.name.lower() not in SYSTEM_FILES and not (has_image_suffix(entry) and entry.is_file())
    ]


def _rejection_reason(entry: Path) -> Message:
    if entry.is_dir():
        return Message("It is a folder. Pictures in subfolders are not used.")
    if has_image_suffix(entry):
        return Message("It is not a regular file.")
    return Message("It is not a supported image file. Use {formats}.", formats=SUPPORTED_FORMATS)


def _photographs(folder: Path) -> list[Path]:
    if not folder.exists():
        raise FileNotFoundError(
            Message(
                "There is no folder {folder}. Name a folder with photographs of the person.", folder=folder
            )
        )
    if not folder.is_dir():
        raise NotADirectoryError(
            Message("{folder} is not a folder. Name the folder that contains the photographs.", folder=folder)
        )
    paths = image_files_in(folder)
    if not paths:
        raise NoReferencesError(
            Message(
                "{folder} contains no pictures. Put photographs of the person there: {formats}.",
                folder=folder,
                formats=SUPPORTED_FORMATS,
            )
        )
    return paths
