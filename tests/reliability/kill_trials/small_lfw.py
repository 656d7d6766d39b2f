"""Copy a few people of LFW, in the layout of LFW."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from tests.support.synthetic_people import write_protocol
from training.lfw.folder import IMAGES, LfwFolder

TRAIN_PEOPLE, TEST_PEOPLE = 160, 30
"""Enough that a threshold can be chosen on held-out people."""

IMAGES_PER_PERSON = 2


def copy_some_people(lfw: LfwFolder, folder: Path) -> None:
    """Copy always the same people into ``folder``."""
    train = _some(lfw, lfw.dev_train_people(), TRAIN_PEOPLE)
    test = _some(lfw, lfw.dev_test_people(), TEST_PEOPLE)
    for person in (*train, *test):
        shutil.copytree(lfw.images / person, folder / IMAGES / person)
    write_protocol(folder, train, test, IMAGES_PER_PERSON)


def _some(lfw: LfwFolder, people: Sequence[str], count: int) -> list[str]:
    return [person for person in people if len(lfw.images_of(person)) == IMAGES_PER_PERSON][:count]
