"""The LFW images of a benchmark, for calibration and for evaluation."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from training.data.samples import part_of
from training.lfw.crops import CALIBRATE, SHARES
from training.lfw.folder import LfwFolder
from training.robustness.image_sets import CleanImages
from training.robustness.landmark_file import LandmarkFile


@dataclass(frozen=True, eq=False)
class Datasets:
    """``evaluation`` shows the dev-test people of ``lfw``, ``calibration`` the dev-train people on whom the
    thresholds are chosen. ``landmarks`` are of another detector."""

    lfw: LfwFolder
    evaluation: CleanImages
    calibration: CleanImages
    landmarks: LandmarkFile | None = None


def load_datasets(lfw: LfwFolder, max_people: int | None = None) -> Datasets:
    """All images of both groups, or those of ``max_people`` of each. The selection is deterministic."""
    calibration = [person for person in lfw.dev_train_people() if part_of(person, SHARES) == CALIBRATE]
    return Datasets(
        lfw, _images(lfw, lfw.dev_test_people(), max_people), _images(lfw, calibration, max_people)
    )


def _images(lfw: LfwFolder, people: Sequence[str], max_people: int | None) -> CleanImages:
    selected = sorted(people, key=lambda name: hashlib.sha256(name.encode()).digest())[:max_people]
    images = (image for person in sorted(selected) for image in lfw.images_of(person))
    return CleanImages(lfw.images, tuple(image.relative_to(lfw.images).as_posix() for image in images))
