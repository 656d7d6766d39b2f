"""The crops that a person has collected, read for learning, and held back in part for judging."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.vision.alignment import CROP_SIZE
from model.vision.face import FaceFinder
from model.vision.face_crop import NoCropError, stored_crop
from model.vision.frame import RgbImage
from model.vision.image_file import pictures_in
from model.vision.mtcnn import MtcnnFinder
from training.data.crop_cache import read_image
from training.jobs.progress import JobError

SHOWING, OTHERS = ("anchor", "positive"), "negative"
HELD_OUT_SHARE = 0.2
MIN_CROPS = 10
"""Anchors and positives together, below which nothing can be learned."""


@dataclass(frozen=True, eq=False, slots=True)
class PersonalCrops:
    """``showing`` the person and ``others``: nobody knows whom; (n, 100, 100, 3) uint8 RGB each.

    The first ``anchors`` of those showing the person are held against the rest; 0: there is nothing to hold.
    """

    showing: NDArray[np.uint8]
    others: NDArray[np.uint8]
    anchors: int = 0


def read_personal_crops(person_folder: Path) -> tuple[PersonalCrops, PersonalCrops]:
    """What may be learned from, and what is held back to judge by: the last fifth of each kind in time.

    Crops of one moment look alike: held back at random, they would have been learned by their neighbours.
    Raises JobError when a picture cannot be read or is no crop.
    Raises JobError when a picture cannot be read, or does not show one face.
    """
    kinds = zip(*(_cut_in_time(_read(person_folder / kind)) for kind in (*SHOWING, OTHERS)), strict=True)
    learned, held_back = (
        PersonalCrops(np.concatenate([anchors, positives]), others, len(anchors) if len(positives) else 0)
        for anchors, positives, others in kinds
    )
    return learned, held_back


def _cut_in_time(crops: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    learned = len(crops) - round(HELD_OUT_SHARE * len(crops))
    return crops[:learned], crops[learned:]


def _read(folder: Path) -> NDArray[np.uint8]:
    """In name order, so oldest first: the names begin with the time. None when there is no such folder."""
    new_finder = cache(MtcnnFinder)
    crops = [_read_crop(file, new_finder) for file in (pictures_in(folder) if folder.is_dir() else ())]
    return np.stack(crops) if crops else np.empty((0, CROP_SIZE, CROP_SIZE, 3), np.uint8)


def _read_crop(file: Path, new_finder: Callable[[], FaceFinder]) -> RgbImage:
    """A photograph that somebody has put among the crops is cut to its face."""
    try:
        return stored_crop(read_image(file), new_finder)
    except NoCropError as error:
        raise JobError(f"{file} cannot be learned from: {error} Mend it or remove it.") from error
