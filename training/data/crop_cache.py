"""Aligned crops of images, cut as the app cuts them, and cached on disk."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from model.messages.message import Message, message_of
from model.storage.atomic_file import write_atomically
from model.storage.leftovers import remove_leftovers_of
from model.vision.alignment import CROP_SIZE
from model.vision.face import FaceFinder
from model.vision.frame import RgbImage
from model.vision.image_file import ImageFileError, read_image_file
from training.data.face_positions import FacePositions, cut_crop, find_position
from training.jobs.progress import (
    JobCancelled,
    JobError,
    Progress,
    ReportProgress,
    ShouldStop,
    ignore_progress,
    never_stop,
)

STAGE = Message("finding faces")
REPORT_EVERY = 50
PART_SIZE = 1000
"""Images per part: a stopped run loses one unfinished part at most."""


class UnreadableImageError(JobError):
    """A file is not an image, or cannot be read."""


@dataclass(frozen=True, eq=False)
class CropSet:
    """``crops[k]`` (100, 100, 3) uint8 RGB was cut from ``images[k]``; in ``faceless`` nothing was found;
    ``turned`` are those ``images`` in which no face was upright."""

    crops: NDArray[np.uint8]
    images: tuple[str, ...]
    faceless: tuple[str, ...]
    turned: tuple[str, ...] = ()


def cached_crops(
    root: Path,
    images: Sequence[Path],
    finder: FaceFinder,
    finder_fingerprint: str,
    cache: Path,
    report: ReportProgress = ignore_progress,
    should_stop: ShouldStop = never_stop,
    extract: "ExtractCrops | None" = None,
) -> CropSet:
    """The crops of ``images`` (below ``root``), from the folder ``cache`` when nothing has changed, else from
    ``extract``; None: ``extract_crops``.

    The cache key covers the names and sizes of the images, the finder and the crop size. Several processes
    may cut the same images: each uses the parts that another has finished.

    Raises JobError when an image cannot be read, JobCancelled when asked to stop; the same call then resumes
    after the last finished part.
    """
    file = cache / f"crops-{_fingerprint(root, images, finder_fingerprint)}.npz"
    if (known := _load(file)) is not None:
        return known
    named = [(path.relative_to(root).as_posix(), path) for path in images]
    parts = {start: file.with_name(f"{file.stem}.{start}.npz") for start in range(0, len(named), PART_SIZE)}
    crop_sets: list[CropSet] = []
    for start, part in parts.items():
        crop_set = _load(part)
        if crop_set is None:
            report_part = _offset_report(report, crop_sets, start, len(named))
            part_names = named[start : start + PART_SIZE]
            crop_set = (extract or extract_crops)(part_names, finder, report_part, should_stop)
            _store(part, crop_set)
        crop_sets.append(crop_set)
    crop_set = concatenate_crops(crop_sets)
    _store(file, crop_set)
    for part in parts.values():
        part.unlink(missing_ok=True)
    return crop_set


def networks_fingerprint(folder: Path) -> str:
    """SHA-256 over the names and contents of a folder's LiteRT networks."""
    digest = hashlib.sha256()
    for file in sorted(folder.glob("*.tflite")):
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def read_image(file: Path) -> RgbImage:
    """Raises UnreadableImageError when ``file`` is not an image, or too large."""
    try:
        return read_image_file(file)
    except ImageFileError as error:
        raise UnreadableImageError(message_of(error)) from error


def extract_crops(
    named: Sequence[tuple[str, Path]],
    finder: FaceFinder,
    report: ReportProgress,
    should_stop: ShouldStop,
    positions: FacePositions | None = None,
) -> CropSet:
    """The crop of each image, under the name given with it. Raises as ``cached_crops``; caches no crop.
    Faces are searched for in the images that ``positions`` lacks, and their positions are added to it."""
    known: FacePositions = {} if positions is None else positions
    crops: list[RgbImage] = []
    found: list[str] = []
    faceless: list[str] = []
    turned: list[str] = []
    for done, (name, path) in enumerate(named):
        if should_stop():
            raise JobCancelled(f"Stopped after {done} of {len(named)} pictures.")
        image = read_image(path)
        known[path] = position = known.get(path) or find_position(image, finder)
        if position.landmarks:
            crops.append(cut_crop(image, position))
            found.append(name)
            turned += [name] if position.rotation else []
        else:
            faceless.append(name)
        if done % REPORT_EVERY == 0 or done + 1 == len(named):
            report(Progress(STAGE, done + 1, len(named), faceless_words(len(faceless))))
    stacked = np.stack(crops) if crops else np.empty((0, CROP_SIZE, CROP_SIZE, 3), np.uint8)
    return CropSet(stacked, tuple(found), tuple(faceless), tuple(turned))


ExtractCrops: TypeAlias = Callable[
    [Sequence[tuple[str, Path]], FaceFinder, ReportProgress, ShouldStop], CropSet
]
"""As ``extract_crops``."""


def _fingerprint(root: Path, images: Sequence[Path], finder_fingerprint: str) -> str:
    digest = hashlib.sha256(f"{finder_fingerprint} {CROP_SIZE}\n".encode())
    for path in images:
        digest.update(f"{path.relative_to(root).as_posix()} {path.stat().st_size}\n".encode())
    return digest.hexdigest()[:32]


def _offset_report(report: ReportProgress, done: Sequence[CropSet], start: int, total: int) -> ReportProgress:
    """Turns the progress of the part from ``start`` on into the progress of all ``total`` images."""
    if not done:
        return lambda update: report(replace(update, total=total))
    faceless = sum(len(crop_set.faceless) for crop_set in done)
    message = Message("{count} of the first {total} without a face", count=faceless, total=start)
    return lambda update: report(replace(update, done=start + update.done, total=total, message=message))


def faceless_words(pictures: int) -> Message:
    return Message("{count} without a face", count=pictures)


def concatenate_crops(crop_sets: Sequence[CropSet]) -> CropSet:
    """The sets combined, in order."""
    return CropSet(
        np.concatenate([np.empty((0, CROP_SIZE, CROP_SIZE, 3), np.uint8), *(one.crops for one in crop_sets)]),
        tuple(name for one in crop_sets for name in one.images),
        tuple(name for one in crop_sets for name in one.faceless),
        tuple(name for one in crop_sets for name in one.turned),
    )


def _store(file: Path, crop_set: CropSet) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers_of(file)
    content = io.BytesIO()
    images, faceless, turned = (
        np.array(names, np.str_) for names in (crop_set.images, crop_set.faceless, crop_set.turned)
    )
    np.savez(content, crops=crop_set.crops, images=images, faceless=faceless, turned=turned)
    write_atomically(file, content.getvalue())


def _load(file: Path) -> CropSet | None:
    """None when there is no such file."""
    try:
        with np.load(file, allow_pickle=False) as stored:
            images, faceless = (tuple(stored[name].tolist()) for name in ("images", "faceless"))
            turned = tuple(stored["turned"].tolist()) if "turned" in stored else ()
            return CropSet(stored["crops"], images, faceless, turned)
    except FileNotFoundError:
        return None
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        advice = Message("Delete the file and try again.")
        raise JobError(
            Message(
                "The cached crops {file} are damaged ({error}). {advice}",
                file=file,
                error=error,
                advice=advice,
            )
        ) from error
