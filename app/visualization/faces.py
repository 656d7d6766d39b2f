"""Gather the faces for a picture: from collected crops, folders of photographs and LFW."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from app.references.photo_references import reference_from_photograph
from app.storage.paths import Paths
from app.storage.people import checked_person_name, people_in
from model.installation.commands import typed
from model.messages.message import Message, english_only
from model.messages.message_error import MessageError
from model.terminal.plurals import counted
from model.vision.face_crop import NoCropError
from model.vision.frame import RgbImage
from model.vision.image_file import ImageFileError, image_files_in
from model.vision.mtcnn import MtcnnFinder
from training.data.personal_crops import PERSON_KINDS, read_personal_crops
from training.data.samples import Samples, build_samples
from training.jobs.progress import Progress, ReportProgress, never_stop
from training.lfw.crops import cached_lfw_crops, to_samples
from training.lfw.folder import LfwFolder

MAX_PER_PERSON = 6
"""Pictures of one person, so that many people are shown."""

COLLECT_ADVICE = (
    f"Collect some with `{typed('collect --anchors 20 --positives 20 --negatives 20')}`, or name a folder "
    "with a subfolder of photographs for each person with --people, or LFW with --lfw."
)

NamedCrops = tuple[str, NDArray[np.uint8]]


class NothingToShowError(MessageError, ValueError):
    """There are no faces to show. The message says where it searched."""


@dataclass(frozen=True, slots=True)
class FaceSources:
    """``photographs`` contains a folder for each person; ``lfw`` is the folder of LFW. Collected crops, of
    ``person`` and of all others, are used when a person is named or both folders are None."""

    paths: Paths
    person: str | None
    usual_person: str
    photographs: Path | None
    lfw: Path | None

    @property
    def owner(self) -> str | None:
        """The person whose collected crops are used; None: no collected crops."""
        if self.person is None and (self.photographs or self.lfw):
            return None
        return self.person or self.usual_person


@dataclass(frozen=True, eq=False, slots=True)
class Faces:
    """``focus``: the label of the person that the picture is about; None: all people."""

    samples: Samples
    focus: int | None


def gather_faces(
    sources: FaceSources,
    lfw_people: Callable[[LfwFolder], list[str]],
    count: int,
    rng: np.random.Generator,
    report: ReportProgress,
) -> Faces:
    """All collected crops, and about ``count`` faces each from the photographs and from LFW's ``lfw_people``.

    Raises FileNotFoundError or NotADirectoryError for a wrong folder, NothingToShowError when there is no
    face, PersonNameError, JobError (a collected crop is damaged) and LfwError.
    """
    named: list[NamedCrops] = []
    others, anchors = None, 0
    if sources.owner is not None:
        named, others, anchors = _from_collection(sources.paths.people, checked_person_name(sources.owner))
    if sources.photographs:
        named += _from_photographs(_require_folder(sources.photographs), count, rng, report)
    if sources.lfw:
        named += _from_lfw(LfwFolder(sources.lfw), lfw_people, count, rng, sources.paths, report)
    return Faces(build_samples(named, others, anchors), None if sources.owner is None else 0)


def collected_crops(people_folder: Path, person: str) -> NDArray[np.uint8]:
    """(n, 100, 100, 3), uint8: the crops of the person for training. Raises JobError and PersonNameError."""
    return read_personal_crops(people_folder / checked_person_name(person))[0].of_person


def sample_pictures(
    pictures: Mapping[str, Sequence[Path]], count: int, rng: np.random.Generator
) -> dict[str, list[Path]]:
    """A random sample of about ``count`` pictures, a few of each person; people with several come first."""
    several = [name for name, paths in pictures.items() if len(paths) > 1]
    single = [name for name, paths in pictures.items() if len(paths) == 1]
    sampled: dict[str, list[Path]] = {}
    for name in (*rng.permutation(several), *rng.permutation(single)):
        if sum(map(len, sampled.values())) >= count:
            break
        places = rng.permutation(len(pictures[name]))[:MAX_PER_PERSON]
        sampled[str(name)] = [pictures[name][place] for place in sorted(places)]
    return sampled


def _from_collection(people_folder: Path, person: str) -> tuple[list[NamedCrops], NDArray[np.uint8], int]:
    """The person's crops, then those of other known people; crops of unknown people; and how many of the
    person's crops, from the first one on, are anchors."""
    own = read_personal_crops(people_folder / person)[0]
    if not len(own.of_person):
        raise NothingToShowError(english_only(f"{person} has no crops. {COLLECT_ADVICE}"))
    other_people = [name for name in people_in(people_folder) if name != person]
    known = [(name, read_personal_crops(people_folder / name)[0].of_person) for name in other_people]
    named = [(person, own.of_person), *((name, crops) for name, crops in known if len(crops))]
    return named, own.of_others, own.anchors


def _from_photographs(
    folder: Path, count: int, rng: np.random.Generator, report: ReportProgress
) -> list[NamedCrops]:
    """Raises NothingToShowError when no face is found."""
    entries = sorted(entry for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith("."))
    collected = [entry for entry in entries if any((entry / kind).is_dir() for kind in PERSON_KINDS)]
    pictures = {
        _display_name(entry.name): image_files_in(entry) for entry in entries if entry not in collected
    }
    sampled = sample_pictures({name: paths for name, paths in pictures.items() if paths}, count, rng)
    crops = [(_display_name(entry.name), read_personal_crops(entry)[0].of_person) for entry in collected]
    found = [(name, some) for name, some in (*crops, *_extract_crops(sampled, report)) if len(some)]
    if not found:
        raise NothingToShowError(
            english_only(
                f"No face was found in the folders in {folder}. Put photographs there in a folder for each "
                f"person, {folder / 'ada' / 'holiday.jpg'} for example. "
                f"Received: {counted(len(entries), 'folder')}"
            )
        )
    return found


def _extract_crops(sampled: Mapping[str, Sequence[Path]], report: ReportProgress) -> list[NamedCrops]:
    """Photographs that are unreadable or show no face are skipped, with a message."""
    finder, total, done = MtcnnFinder(), sum(map(len, sampled.values())), 0
    found = []
    for name, paths in sampled.items():
        crops: list[RgbImage] = []
        for path in paths:
            try:
                crops.append(reference_from_photograph(path, finder))
            except ImageFileError as error:
                tqdm.write(f"Left out: {error}", file=sys.stderr)
            except NoCropError as error:
                tqdm.write(f"Left out: {path}: {error}", file=sys.stderr)
            done += 1
            report(Progress(Message("finding faces"), done, total))
        if crops:
            found.append((name, np.stack(crops)))
    return found


def _from_lfw(
    lfw: LfwFolder,
    people: Callable[[LfwFolder], list[str]],
    count: int,
    rng: np.random.Generator,
    paths: Paths,
    report: ReportProgress,
) -> list[NamedCrops]:
    """Raises NothingToShowError, and LfwError when the lists of people are missing."""
    sampled = sample_pictures({name: lfw.images_of(name) for name in people(lfw)}, count, rng)
    images = [image for paths_of_one in sampled.values() for image in paths_of_one]
    samples = to_samples(cached_lfw_crops(lfw, images, paths.runs / "lfw", report, never_stop))
    if not len(samples):
        raise NothingToShowError(
            english_only(
                f"No face was found in {lfw.images}. Name the folder of LFW as it was downloaded. "
                f"Received: {counted(len(images), 'picture')}"
            )
        )
    return [(_display_name(name), crops) for name, crops in samples.by_name()]


def _display_name(name: str) -> str:
    """The name with spaces instead of underscores."""
    return name.replace("_", " ")


def _require_folder(path: Path) -> Path:
    if not path.exists():
        advice = "Name one with a subfolder of photographs for each person."
        raise FileNotFoundError(f"There is no folder {path}. {advice}")
    if not path.is_dir():
        raise NotADirectoryError(f"{path} is not a folder. Name the folder that contains the pictures.")
    return path
