"""Some people of LFW, laid out like the whole."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from tests.support.synthetic_people import write_protocol
from training.lfw.folder import IMAGES, LfwFolder

LEARNING, JUDGING = 160, 30
"""People: enough to choose a threshold by those of them who learn nothing."""

PICTURES = 2
"""Of each."""


def copy_some_people(lfw: LfwFolder, folder: Path) -> None:
    """Into ``folder``; always the same people."""
    learning = _some(lfw, lfw.dev_train_people(), LEARNING)
    judging = _some(lfw, lfw.dev_test_people(), JUDGING)
    for person in (*learning, *judging):
        shutil.copytree(lfw.images / person, folder / IMAGES / person)
    write_protocol(folder, learning, judging, PICTURES)


def _some(lfw: LfwFolder, people: Sequence[str], count: int) -> list[str]:
    return [person for person in people if len(lfw.images_of(person)) == PICTURES][:count]
