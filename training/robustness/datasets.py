"""Whose pictures a contest looks at."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from training.data.samples import part_of
from training.lfw.crops import CALIBRATE, SHARES
from training.lfw.folder import LfwFolder
from training.robustness.image_sets import Clean


@dataclass(frozen=True, eq=False)
class Judges:
    """``judging`` shows dev-test people of ``lfw``, ``choosing`` those dev-train people who choose the
    thresholds."""

    lfw: LfwFolder
    judging: Clean
    choosing: Clean


def judges_of(lfw: LfwFolder, most: int | None = None) -> Judges:
    """All pictures of both groups, or of ``most`` people of each, always the same ones."""
    choosing = [person for person in lfw.dev_train_people() if part_of(person, SHARES) == CALIBRATE]
    return Judges(lfw, _pictures(lfw, lfw.dev_test_people(), most), _pictures(lfw, choosing, most))


def _pictures(lfw: LfwFolder, people: Sequence[str], most: int | None) -> Clean:
    some = sorted(people, key=lambda name: hashlib.sha256(name.encode()).digest())[:most]
    images = (image for person in sorted(some) for image in lfw.images_of(person))
    return Clean(lfw.images, tuple(image.relative_to(lfw.images).as_posix() for image in images))
