"""Whose pictures a contest looks at."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.base.contest.scenes import Clean
from training.lfw import LfwFolder, LfwPair
from training.lfw_samples import CALIBRATE, SHARES
from training.pairs import DIFFERENT, SAME, Pairs
from training.samples import part_of


@dataclass(frozen=True, eq=False)
class Judges:
    """``judging`` shows dev-test people, whom ``listed`` pairs up; ``choosing`` those dev-train people who
    choose the thresholds."""

    judging: Clean
    choosing: Clean
    listed: Sequence[LfwPair]

    def pairs_among(self, pictures: Sequence[str]) -> Pairs:
        """Those of the listed pairs whose pictures are both there, as indices into ``pictures``."""
        index = {self.judging.root / name: position for position, name in enumerate(pictures)}
        rows = [
            (index[pair.left], index[pair.right], SAME if pair.same else DIFFERENT)
            for pair in self.listed
            if pair.left in index and pair.right in index
        ]
        return Pairs(*np.array(rows, np.int64).reshape(-1, 3).T)


def judges_of(lfw: LfwFolder, most: int | None = None) -> Judges:
    """All pictures of both groups, or of ``most`` people of each, always the same ones."""
    choosing = [person for person in lfw.dev_train_people() if part_of(person, SHARES) == CALIBRATE]
    return Judges(
        _pictures(lfw, lfw.dev_test_people(), most), _pictures(lfw, choosing, most), lfw.dev_test_pairs()
    )


def owners(pictures: Sequence[str]) -> NDArray[np.int64]:
    """(n,): a number for the person that each picture is filed under."""
    return np.unique([name.split("/")[0] for name in pictures], return_inverse=True)[1].astype(np.int64)


def _pictures(lfw: LfwFolder, people: Sequence[str], most: int | None) -> Clean:
    some = sorted(people, key=lambda name: hashlib.sha256(name.encode()).digest())[:most]
    images = (image for person in sorted(some) for image in lfw.images_of(person))
    return Clean(lfw.images, tuple(image.relative_to(lfw.images).as_posix() for image in images))
