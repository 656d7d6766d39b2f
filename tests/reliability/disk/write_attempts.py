"""Everything that writes, tried once in a process of its own.

``python -m tests.reliability.disk.write_attempts FOLDER``

For each attempt a line of JSON: its name, the exit code (None: it is no command) and what was said.
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
from tests.reliability.disk.data_folder import CHECKPOINT, OTHER, PERSON, Room
from tests.support.fakes import FakeFinder, face_at
from training.lfw import crops as lfw_crops
from training.optimization.checkpoint import Checkpoint, save_checkpoint


def main() -> None:
    room = Room(Path(sys.argv[1]))
    lfw_crops.MtcnnFinder = lambda **_: FakeFinder(face_at(10, 10, 100))
    for name, attempt in ATTEMPTS.items():
        said = StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            code = attempt(room)
        os.write(1, json.dumps([name, code, said.getvalue()]).encode() + b"\n")


def verb(*given: str) -> Callable[[Room], int]:
    def attempt(room: Room) -> int:
        places = {"PICTURES": room.pictures, "PHOTOS": room.photos, "LFW": room.lfw}
        places |= {"PAIRS": room.pairs, "SCORES": room.scores}
        arguments = [str(places.get(word, word)) for word in given]
        return int(sameface([*arguments, "--person", PERSON, "--data", str(room.data)]))

    return attempt


def save_a_crop(room: Room) -> None:
    _told(lambda: CropStore(room.people).save(PERSON, CropKind.ANCHOR, np.zeros((100, 100, 3), np.uint8)))


def save_references(room: Room) -> None:
    crops = [np.zeros((100, 100, 3), np.uint8)] * 3
    _told(lambda: ReferenceStore(room.people).enrol(PERSON, crops))


def change_in_the_window(room: Room) -> None:
    """What is said is shown: see ``app.gui.screens.worker``."""
    file = Paths(room.data).settings
    controller = AppController(Paths(room.data), load_settings(file))
    before = controller.settings
    _told(lambda: controller.set_thresholds(detection_threshold=0.123))
    if controller.settings != before:
        raise AssertionError("The window works with settings that were not saved.")


def keep_a_checkpoint(room: Room) -> None:
    """``train`` tells it as a refusal to keep what was learned."""
    try:
        save_checkpoint(room.data / "runs" / CHECKPOINT, Checkpoint("run", 2, (1.0, 0.5), [np.ones(10_000)]))
    except OSError as error:
        print(f"{error.strerror} Free some space, and see that the folder may be written.")


def _told(attempt: Callable[[], object]) -> None:
    try:
        attempt()
    except StoreError as error:
        print(error)


ATTEMPTS: dict[str, Callable[[Room], int | None]] = {
    "a crop": save_a_crop,
    "references": save_references,
    "settings": change_in_the_window,
    "a checkpoint": keep_a_checkpoint,
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
