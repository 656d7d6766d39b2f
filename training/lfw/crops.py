"""Crops of LFW: cut by our face finder, labelled, and split by person."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.vision.mtcnn import WEIGHTS, MtcnnFinder
from training.data.crop_cache import CropSet, cached_crops, networks_fingerprint
from training.data.pairs import DIFFERENT, SAME, Pairs
from training.data.samples import Samples
from training.jobs.progress import ReportProgress, ShouldStop
from training.lfw.folder import LfwFolder, LfwPair

SHARES = (0.85, 0.15)
TRAIN, CALIBRATE = range(2)
"""The split of View 1's dev-train people: most train, the others are for calibration."""

MIN_FACE_SIZE = 60
"""LFW's images are 250 pixels wide, and the named person's face takes up about a third."""

MAX_IMAGES_PER_PERSON = 4


def cached_lfw_crops(
    lfw: LfwFolder, images: Sequence[Path], cache: Path, report: ReportProgress, should_stop: ShouldStop
) -> CropSet:
    """The crops of ``images``, from ``cache`` if they were cut before. Raises as ``cached_crops``."""
    finder = MtcnnFinder(min_face_size=MIN_FACE_SIZE)
    return cached_crops(lfw.images, images, finder, networks_fingerprint(WEIGHTS), cache, report, should_stop)


def sample_images(lfw: LfwFolder, people: Sequence[str], count: int) -> list[Path]:
    """About ``count`` images, a few of each person; always the same ones."""
    chosen: list[Path] = []
    for person in sorted(people, key=lambda name: hashlib.sha256(name.encode()).digest()):
        if len(chosen) >= count:
            break
        chosen += lfw.images_of(person)[:MAX_IMAGES_PER_PERSON]
    return chosen


def to_samples(crop_set: CropSet) -> Samples:
    """The same crops in the same order, each labelled with the person whose folder it is from."""
    names, people = label_by_person(crop_set.images)
    return Samples(crop_set.crops, people, names)


def label_by_person(images: Sequence[str]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """The people whose folders ``images`` are in, sorted, and for each image the index of its person."""
    names, people = np.unique([image.split("/")[0] for image in images], return_inverse=True)
    return tuple(names.tolist()), people.astype(np.int64)


def view1_test_pairs(lfw: LfwFolder, images: Sequence[str]) -> tuple[Pairs, int]:
    """View 1's dev-test pairs as indices into ``images``, and the number of pairs with a missing image."""
    pairs, present = index_pairs(lfw, lfw.dev_test_pairs(), images)
    return pairs, int(np.count_nonzero(~present))


def index_pairs(
    lfw: LfwFolder, listed: Sequence[LfwPair], images: Sequence[str]
) -> tuple[Pairs, NDArray[np.bool_]]:
    """The ``listed`` pairs with both images present, as indices into ``images``; and which (n,) these are."""
    index = {image: position for position, image in enumerate(images)}
    rows = [(index.get(image_name(lfw, p.left)), index.get(image_name(lfw, p.right)), p.same) for p in listed]
    complete = [(left, right, same) for left, right, same in rows if left is not None and right is not None]
    left, right, same = (np.array([row[column] for row in complete], np.int64) for column in range(3))
    present = np.array([left is not None and right is not None for left, right, _ in rows], np.bool_)
    return Pairs(left, right, np.where(same, SAME, DIFFERENT)), present


def image_name(lfw: LfwFolder, image: Path) -> str:
    """``Person/Person_0001.jpg``."""
    return image.relative_to(lfw.images).as_posix()
