"""Try every action that writes once, in a separate process.

``python -m tests.reliability.disk.write_attempts FOLDER``

Prints a line of JSON for each attempt: its name, the exit code (None: not a command) and its output.
"""

import json
import os
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import numpy as np

from app.cli import main as sameface
from app.live.controller import AppController
from app.references.reference_store import ReferenceStore
from app.storage.crop_store import CropKind, CropStore
from app.storage.errors import StoreError
from app.storage.paths import Paths
from app.storage.settings import load_settings
from tests.reliability.disk.data_folder import CHECKPOINT, OTHER, PERSON, TrialFolders
from tests.support.fakes import FakeFinder, face_at
from training.lfw import crops as lfw_crops
from training.optimization.checkpoint import Checkpoint, save_checkpoint


def main() -> None:
    folders = TrialFolders(Path(sys.argv[1]))
    lfw_crops.MtcnnFinder = lambda **_: FakeFinder(face_at(10, 10, 100))
    for name, attempt in ATTEMPTS.items():
        output = StringIO()
        with redirect_stdout(output), redirect_stderr(output):
            code = attempt(folders)
        os.write(1, json.dumps([name, code, output.getvalue()]).encode() + b"\n")


def verb(*given: str) -> Callable[[TrialFolders], int]:
    def attempt(folders: TrialFolders) -> int:
        places = {"PICTURES": folders.pictures, "PHOTOS": folders.photos, "LFW": folders.lfw}
        places |= {"PAIRS": folders.pairs, "SCORES": folders.scores}
        arguments = [str(places.get(word, word)) for word in given]
        return int(sameface([*arguments, "--person", PERSON, "--data", str(folders.data)]))

    return attempt


def save_a_crop(folders: TrialFolders) -> None:
    _print_store_error(
        lambda: CropStore(folders.people).save(PERSON, CropKind.ANCHOR, np.zeros((100, 100, 3), np.uint8))
    )


def save_references(folders: TrialFolders) -> None:
    crops = [np.zeros((100, 100, 3), np.uint8)] * 3
    _print_store_error(lambda: ReferenceStore(folders.people).enrol(PERSON, crops))


def change_in_the_window(folders: TrialFolders) -> None:
    """The window shows the error: see ``app.gui.screens.worker``."""
    file = Paths(folders.data).settings
    controller = AppController(Paths(folders.data), load_settings(file))
    before = controller.settings
    _print_store_error(lambda: controller.set_thresholds(detection_threshold=0.123))
    if controller.settings != before:
        raise AssertionError("The window works with settings that were not saved.")


def save_a_checkpoint(folders: TrialFolders) -> None:
    """``train`` reports the error in these words."""
    try:
        save_checkpoint(
            folders.data / "runs" / CHECKPOINT, Checkpoint("run", 2, (1.0, 0.5), [np.ones(10_000)])
        )
    except OSError as error:
        print(f"{error.strerror} Free some disk space, and see that the folder may be written.")


def _print_store_error(attempt: Callable[[], object]) -> None:
    try:
        attempt()
    except StoreError as error:
        print(error)


ATTEMPTS: dict[str, Callable[[TrialFolders], int | None]] = {
    "a crop": save_a_crop,
    "references": save_references,
    "settings": change_in_the_window,
    "a checkpoint": save_a_checkpoint,
    "collect": verb("collect", "--anchors", "1", "--camera", "PICTURES"),
    "enrol": verb("enrol"),
    "enrol --replace": verb("enrol", "--replace"),
    "models --use": verb("models", "--use", OTHER),
    "score": verb("score", "--pairs", "PAIRS", "--out", "SCORES"),
    "train": verb("train", "--lfw", "LFW"),
    "evaluate": verb("evaluate", "--people", "PHOTOS"),
}


if __name__ == "__main__":
    main()
