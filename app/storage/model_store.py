"""The user's model bundles: several versions, one of them in use."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from app.storage.errors import translate_os_errors
from model.installation.commands import typed
from model.messages.message import Message
from model.runtime.bundle import CARD, SHIPPED_BUNDLE, Bundle, BundleError, load_bundle
from model.runtime.litert import DEFAULT_THREADS
from model.runtime.model_card import Card, CardError, decode_card
from model.storage.atomic_file import write_atomically
from model.storage.leftovers import remove_leftovers_in

SHIPPED = "shipped"
POINTER, MAX_POINTER_CHARACTERS = "current", 1000


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """``card``: None when it cannot be read."""

    name: str
    folder: Path
    card: Card | None
    in_use: bool


class ModelStore:
    """Bundles are in ``models/<version>/``. ``models/current`` has the version in use and, on a second line,
    the previous one: in one file, so that a crash cannot separate them. Raises StoreError."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def current(self) -> str:
        """The version in use; ``shipped`` until the user chooses one."""
        return self._pointers()[0]

    @property
    def previous(self) -> str | None:
        """The version in use before; None until the user chooses one."""
        return self._pointers()[1]

    def folder_of(self, version: str) -> Path:
        """Raises BundleError for a name that no version can have, such as a path."""
        if version == SHIPPED:
            return SHIPPED_BUNDLE
        if not version or Path(version).name != version or version.startswith("."):
            advice = Message("`{command}` lists the models.", command=typed("models"))
            raise BundleError(
                Message(
                    "No model can have this name. Received: {version!r}. {advice}",
                    version=version,
                    advice=advice,
                )
            )
        return self.folder / version

    def load_current(self, threads: int = DEFAULT_THREADS) -> Bundle:
        """Raises BundleError when the bundle in use is missing, damaged or edited. No other bundle is
        tried."""
        if not _is_folder(self.folder_of(self.current)):
            advice = Message("Use the shipped one with `{command}`.", command=typed("models --use shipped"))
            raise BundleError(
                Message(
                    "The model in use, {current!r}, is missing. {advice}", current=self.current, advice=advice
                )
            )
        return load_bundle(self.folder_of(self.current), threads)

    def use(self, version: str) -> Bundle:
        """Check the bundle, then make it current. Raises BundleError and keeps the old one when the check
        fails."""
        bundle = load_bundle(self._existing(version))
        with translate_os_errors(Message("change the model in"), self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            remove_leftovers_in(self.folder)
            if version != self.current:
                write_atomically(self.folder / POINTER, f"{version}\n{self.current}\n".encode())
        return bundle

    def roll_back(self) -> Bundle:
        """Use the previous version again. Calling it twice restores the current one. Raises BundleError."""
        if self.previous is None:
            raise BundleError(
                Message(
                    "There is no previous model. Choose one with `{command}`.",
                    command=typed("models --use NAME"),
                )
            )
        return self.use(self.previous)

    def versions(self) -> list[ModelVersion]:
        """The shipped bundle, then the user's, oldest first."""
        found = sorted(path.parent.name for path in self.folder.glob(f"[!.]*/{CARD}"))
        return [self._describe(name) for name in (SHIPPED, *found)]

    def remove(self, version: str) -> None:
        """Delete a version that is not in use. Raises BundleError otherwise."""
        if version in (SHIPPED, self.current):
            raise BundleError(
                Message("The model {version!r} cannot be deleted: it is shipped, or in use.", version=version)
            )
        folder = self._existing(version)
        with translate_os_errors(Message("delete"), folder):
            shutil.rmtree(folder)

    def _existing(self, version: str) -> Path:
        folder = self.folder_of(version)
        if not _is_folder(folder):
            raise BundleError(
                Message(
                    "There is no model {version!r}. `{command}` lists the models.",
                    version=version,
                    command=typed("models"),
                )
            )
        return folder

    def _pointers(self) -> tuple[str, str | None]:
        """The current version and the previous one. In a damaged file these are names that no bundle has."""
        with translate_os_errors(Message("read the model in use from"), self.folder / POINTER):
            try:
                with (self.folder / POINTER).open(encoding="utf-8-sig", errors="replace") as file:
                    lines = file.read(MAX_POINTER_CHARACTERS).split("\n")
            except FileNotFoundError:
                return SHIPPED, None
        current, previous, *_ = (line.strip() for line in (*lines, ""))
        return current or SHIPPED, previous or None

    def _describe(self, name: str) -> ModelVersion:
        folder = self.folder_of(name)
        try:
            card = decode_card((folder / CARD).read_bytes())
        except (OSError, CardError):
            card = None
        return ModelVersion(name, folder, card, name == self.current)


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - Path's own raises OSError for a name that is too long
