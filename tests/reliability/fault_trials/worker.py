"""What is killed: a process that does one kind of thing for ever, and tells before and after each time.

``python -m tests.reliability.fault_trials.worker KIND FOLDER``; see ``DOING``.
"""

import os
import sys
from collections.abc import Callable
from itertools import count, cycle
from pathlib import Path

from tests.reliability.fault_trials.layout import (
    BEGIN,
    DONE,
    PERSON,
    VERSIONS,
    image_files_in,
    models_in,
    settings_in,
)


def main() -> None:
    kind, folder = sys.argv[1:]
    DOING[kind](Path(folder))


def tell(word: str, what: str) -> None:
    """At once, past every buffer: who is killed later has said it."""
    os.write(1, f"{word} {what}\n".encode())


def collect(folder: Path) -> None:
    """The command itself, from a folder of pictures; only its store tells what it does."""
    from app.cli import main as sameface
    from app.storage.crop_store import CropStore

    save = CropStore.save

    def told_save(*given):
        tell(BEGIN, "a crop")
        path = save(*given)
        tell(DONE, path.name)
        return path

    CropStore.save = told_save
    given = ["--data", str(folder), "--person", PERSON, "--camera", str(image_files_in(folder))]
    sameface(["collect", *given, "--anchors", "100000"])


def enrol(folder: Path) -> None:
    """Four references at a time."""
    import numpy as np

    from app.references.reference_store import ReferenceStore
    from app.storage.paths import Paths

    references = ReferenceStore(Paths(folder).people)
    noise = np.random.default_rng(0).integers(0, 256, (4, 100, 100, 3)).astype(np.uint8)
    while True:
        tell(BEGIN, "four references")
        tell(DONE, " ".join(path.name for path in references.enrol(PERSON, list(noise))))


def swap(folder: Path) -> None:
    """From one model to the other and back."""
    from app.storage.model_store import ModelStore

    store = ModelStore(models_in(folder))
    for version in cycle(sorted(VERSIONS, key=lambda name: name == store.current)):
        tell(BEGIN, version)
        store.use(version)
        tell(DONE, version)


def change(folder: Path) -> None:
    """Settings of several blocks of a disk."""
    from app.storage.settings import change_settings, load_settings

    file = settings_in(folder)
    for number in count(int(load_settings(file).camera) + 1):
        tell(BEGIN, str(number))
        change_settings(file, camera=str(number), lfw_folder=f"{number} " * 5000)
        tell(DONE, str(number))


DOING: dict[str, Callable[[Path], None]] = {
    "collecting": collect,
    "enrolling": enrol,
    "swapping models": swap,
    "changing settings": change,
}


if __name__ == "__main__":
    main()
