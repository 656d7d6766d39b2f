"""A person's collected crops, split in time into training and held-out crops."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.messages.message import Message
from model.storage.people_folder import CropKind
from model.vision.alignment import CROP_SIZE
from model.vision.face import FaceFinder
from model.vision.face_crop import NoCropError, crop_or_single_face
from model.vision.frame import RgbImage
from model.vision.image_file import image_files_in
from model.vision.mtcnn import MtcnnFinder
from training.data.crop_cache import read_image
from training.jobs.progress import JobError

PERSON_KINDS = (CropKind.ANCHOR, CropKind.POSITIVE)
HELD_OUT_SHARE = 0.2
MIN_CROPS = 10
"""Anchors and positives together: fewer are not enough to train on."""


@dataclass(frozen=True, eq=False, slots=True)
class PersonalCrops:
    """Crops ``of_person``, and ``of_others`` whose identities are unknown; (n, 100, 100, 3) uint8 RGB each.

    The first ``anchors`` crops of the person are anchors, the rest positives; 0: only one kind was collected.
    """

    of_person: NDArray[np.uint8]
    of_others: NDArray[np.uint8]
    anchors: int = 0


def read_personal_crops(person_folder: Path) -> tuple[PersonalCrops, PersonalCrops]:
    """Training and held-out crops: the latest fifth of each kind is held out.

    Crops of the same moment look alike. A random split would put near-duplicates of training crops in the
    held-out part. Raises JobError when an image cannot be read, or does not show one face.
    """
    kinds = zip(*(_split_by_time(_read(person_folder / kind)) for kind in CropKind), strict=True)
    training, held_out = (
        PersonalCrops(np.concatenate([anchors, positives]), others, len(anchors) if len(positives) else 0)
        for anchors, positives, others in kinds
    )
    return training, held_out


def _split_by_time(crops: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    training = len(crops) - round(HELD_OUT_SHARE * len(crops))
    return crops[:training], crops[training:]


def _read(folder: Path) -> NDArray[np.uint8]:
    """In name order, so oldest first: the names begin with the time. None when there is no such folder."""
    new_finder = cache(MtcnnFinder)
    crops = [_read_crop(file, new_finder) for file in (image_files_in(folder) if folder.is_dir() else ())]
    return np.stack(crops) if crops else np.empty((0, CROP_SIZE, CROP_SIZE, 3), np.uint8)


def _read_crop(file: Path, new_finder: Callable[[], FaceFinder]) -> RgbImage:
    """The crop, or the only face of a photograph among the crops. Raises JobError."""
    try:
        return crop_or_single_face(read_image(file), new_finder)
    except NoCropError as error:
        raise JobError(
            Message(
                "{file} cannot be used for training: {error} Repair it or remove it.", file=file, error=error
            )
        ) from error
