"""Trials of what the app writes: each prepares its data and checks it after a kill."""

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
from tests.reliability.fault_trials.process_killer import WorkerReport, partial_files

CROP_SHAPE = (100, 100, 3)
PICTURES = 40


class Trial(Protocol):
    """``kind`` names the worker's action, ``output_folder`` is where it writes. It lasts for many kills."""

    kind: str
    output_folder: Path

    def faults(self, report: WorkerReport) -> list[str]:
        """Reopen the store after a kill and list everything that is wrong with it."""


class CropTrial:
    kind = "collecting"

    def __init__(self, folder: Path) -> None:
        self._people = Paths(folder).people
        self.output_folder = self._people / PERSON / CropKind.ANCHOR
        self._confirmed = _ConfirmedImages()
        image_files_in(folder).mkdir()
        renderer = SceneRenderer(SCENES["eileen"], seed=0)
        for number in range(PICTURES):
            content = cv2.imencode(".jpg", cv2.cvtColor(renderer.render(17 * number), cv2.COLOR_RGB2BGR))[1]
            (image_files_in(folder) / f"{number:03d}.jpg").write_bytes(content.tobytes())

    def faults(self, report: WorkerReport) -> list[str]:
        paths = CropStore(self._people).paths(PERSON, CropKind.ANCHOR)
        faults_found = self._confirmed.faults(report.done, paths)
        backdate_partial_files(self.output_folder)
        CropStore(self._people)
        return [*faults_found, *_leftovers(self.output_folder)]


class ReferenceTrial:
    kind = "enrolling"

    def __init__(self, folder: Path) -> None:
        self._people = Paths(folder).people
        self.output_folder = self._people / PERSON / FOLDER
        self._confirmed = _ConfirmedImages()

    def faults(self, report: WorkerReport) -> list[str]:
        names = [name for names in report.done for name in names.split()]
        faults_found = self._confirmed.faults(names, ReferenceStore(self._people).paths(PERSON))
        backdate_partial_files(self.output_folder)
        ReferenceStore(self._people)
        return [*faults_found, *_leftovers(self.output_folder)]


class ModelTrial:
    kind = "swapping models"

    def __init__(self, folder: Path) -> None:
        self.output_folder = models_in(folder)
        for version in VERSIONS:
            shutil.copytree(SHIPPED_BUNDLE, self.output_folder / version)
        store = ModelStore(self.output_folder)
        for version in VERSIONS:
            store.use(version)
        self._last = store.current

    def faults(self, report: WorkerReport) -> list[str]:
        """The current and previous model must be those before or after one whole swap."""
        store = ModelStore(self.output_folder)
        last = report.done[-1] if report.done else self._last
        allowed = [(version, _other_version(version)) for version in (last, report.unconfirmed or last)]
        if (store.current, store.previous) not in allowed:
            return [f"{store.current} after {store.previous} is in use; one of {allowed} was expected"]
        try:
            store.load_current()
            backdate_partial_files(self.output_folder)
            store.roll_back()
        except BundleError as error:
            return [str(error)]
        self._last = store.current
        return _leftovers(self.output_folder)


class SettingsTrial:
    kind = "changing settings"

    def __init__(self, folder: Path) -> None:
        self.output_folder, self._file = folder, settings_in(folder)
        self._last = "0"

    def faults(self, report: WorkerReport) -> list[str]:
        last = report.done[-1] if report.done else self._last
        try:
            settings = load_settings(self._file)
        except SettingsError as error:
            return [str(error)]
        self._last = settings.camera
        if settings.camera not in (last, report.unconfirmed or last):
            return [f"settings number {settings.camera}; {last} was confirmed, {report.unconfirmed} was not"]
        whole = settings.lfw_folder == f"{settings.camera} " * 5000 or settings.camera == "0"
        backdate_partial_files(self.output_folder)
        change_settings(self._file)
        return _leftovers(self.output_folder) if whole else ["the settings are of two changes"]


TRIALS = (CropTrial, ReferenceTrial, ModelTrial, SettingsTrial)


class _ConfirmedImages:
    """Images that were confirmed or listed once. They must never disappear or change."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def faults(self, confirmed: Sequence[str], paths: Sequence[Path]) -> list[str]:
        listed = {path.name: path for path in paths}
        missing = sorted((self._known | set(confirmed)) - listed.keys())
        new = [path for name, path in listed.items() if name not in self._known]
        self._known |= listed.keys()
        return [*(f"{name} is lost" for name in missing), *_damaged(new)]


def _damaged(paths: Sequence[Path]) -> Iterator[str]:
    for path in paths:
        try:
            if read_image_file(path).shape != CROP_SHAPE or not path.read_bytes().endswith(b"\xff\xd9"):
                yield f"{path.name} is not a whole crop"
        except ImageFileError as error:
            yield str(error)


def backdate_partial_files(folder: Path) -> None:
    """Make partial files old enough for the next clean-up."""
    before = time.time() - LEFTOVER_AGE_S - 1
    for path in partial_files(folder):
        os.utime(path, (before, before))


def _leftovers(folder: Path) -> list[str]:
    return [f"{path.name} is never deleted" for path in partial_files(folder)]


def _other_version(version: str) -> str:
    return VERSIONS[1 - VERSIONS.index(version)]
