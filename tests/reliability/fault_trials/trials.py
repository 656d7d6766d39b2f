"""What each kind of process needs, and whether a store that it was killed over is whole."""

import os
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import cv2

from app.camera.demo.camera import SCENES, SceneRenderer
from app.references.reference_store import FOLDER, ReferenceStore
from app.storage.crop_store import CropKind, CropStore
from app.storage.model_store import ModelStore
from app.storage.paths import Paths
from app.storage.settings import SettingsError, change_settings, load_settings
from model.runtime.bundle import SHIPPED_BUNDLE, BundleError
from model.storage.leftovers import LEFTOVER_AGE_S
from model.vision.image_file import ImageFileError, read_image_file
from tests.reliability.fault_trials.layout import PERSON, VERSIONS, image_files_in, models_in, settings_in
from tests.reliability.fault_trials.process_killer import Told, half_written

CROP_SHAPE = (100, 100, 3)
PICTURES = 40


class Store(Protocol):
    """One that outlives many kills. ``kind`` is the child's, ``written`` the folder that it writes to."""

    kind: str
    written: Path

    def faults(self, told: Told) -> list[str]:
        """What is not as it must be after a kill; the store is opened anew."""


class Collected:
    kind = "collecting"

    def __init__(self, folder: Path) -> None:
        self._people = Paths(folder).people
        self.written = self._people / PERSON / CropKind.ANCHOR
        self._confirmed = _Confirmed()
        image_files_in(folder).mkdir()
        studio = SceneRenderer(SCENES["eileen"], seed=0)
        for number in range(PICTURES):
            content = cv2.imencode(".jpg", cv2.cvtColor(studio.picture(17 * number), cv2.COLOR_RGB2BGR))[1]
            (image_files_in(folder) / f"{number:03d}.jpg").write_bytes(content.tobytes())

    def faults(self, told: Told) -> list[str]:
        paths = CropStore(self._people).paths(PERSON, CropKind.ANCHOR)
        found = self._confirmed.faults(told.done, paths)
        grow_old(self.written)
        CropStore(self._people)
        return [*found, *_left_over(self.written)]


class Enrolled:
    kind = "enrolling"

    def __init__(self, folder: Path) -> None:
        self._people = Paths(folder).people
        self.written = self._people / PERSON / FOLDER
        self._confirmed = _Confirmed()

    def faults(self, told: Told) -> list[str]:
        names = [name for names in told.done for name in names.split()]
        found = self._confirmed.faults(names, ReferenceStore(self._people).paths(PERSON))
        grow_old(self.written)
        ReferenceStore(self._people)
        return [*found, *_left_over(self.written)]


class Swapped:
    kind = "swapping models"

    def __init__(self, folder: Path) -> None:
        self.written = models_in(folder)
        for version in VERSIONS:
            shutil.copytree(SHIPPED_BUNDLE, self.written / version)
        store = ModelStore(self.written)
        for version in VERSIONS:
            store.use(version)
        self._last = store.current

    def faults(self, told: Told) -> list[str]:
        """Current and previous are those of before an action, or those of after it."""
        store = ModelStore(self.written)
        last = told.done[-1] if told.done else self._last
        allowed = [(version, _other(version)) for version in (last, told.under_way or last)]
        if (store.current, store.previous) not in allowed:
            return [f"{store.current} after {store.previous} is in use; one of {allowed} was expected"]
        try:
            store.load_current()
            grow_old(self.written)
            store.roll_back()
        except BundleError as error:
            return [str(error)]
        self._last = store.current
        return _left_over(self.written)


class Changed:
    kind = "changing settings"

    def __init__(self, folder: Path) -> None:
        self.written, self._file = folder, settings_in(folder)
        self._last = "0"

    def faults(self, told: Told) -> list[str]:
        last = told.done[-1] if told.done else self._last
        try:
            settings = load_settings(self._file)
        except SettingsError as error:
            return [str(error)]
        self._last = settings.camera
        if settings.camera not in (last, told.under_way or last):
            return [
                f"the settings are number {settings.camera}; {last} was confirmed, {told.under_way} begun"
            ]
        whole = settings.lfw_folder == f"{settings.camera} " * 5000 or settings.camera == "0"
        grow_old(self.written)
        change_settings(self._file)
        return _left_over(self.written) if whole else ["the settings are of two changes"]


KINDS = (Collected, Enrolled, Swapped, Changed)


class _Confirmed:
    """Pictures that were confirmed, or seen, and may never vanish or change."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def faults(self, confirmed: Sequence[str], paths: Sequence[Path]) -> list[str]:
        listed = {path.name: path for path in paths}
        missing = sorted((self._known | set(confirmed)) - listed.keys())
        new = [path for name, path in listed.items() if name not in self._known]
        self._known |= listed.keys()
        return [*(f"{name} is lost" for name in missing), *_torn(new)]


def _torn(paths: Sequence[Path]) -> Iterator[str]:
    for path in paths:
        try:
            if read_image_file(path).shape != CROP_SHAPE or not path.read_bytes().endswith(b"\xff\xd9"):
                yield f"{path.name} is no whole crop"
        except ImageFileError as error:
            yield str(error)


def grow_old(folder: Path) -> None:
    """What was left half written is as old as at the next day's start."""
    before = time.time() - LEFTOVER_AGE_S - 1
    for path in half_written(folder):
        os.utime(path, (before, before))


def _left_over(folder: Path) -> list[str]:
    return [f"{path.name} is never swept" for path in half_written(folder)]


def _other(version: str) -> str:
    return VERSIONS[1 - VERSIONS.index(version)]
