"""The user's own model bundles: versions side by side, one of them in use."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from model.runtime.atomic_file import write_atomically
from model.runtime.bundle import CARD, SHIPPED_BUNDLE, Bundle, BundleError, load_bundle
from model.runtime.card import Card, CardError, decode_card

SHIPPED = "shipped"


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """``card`` is None when it cannot be read; ``in_use`` marks the current one."""

    name: str
    folder: Path
    card: Card | None
    in_use: bool


class ModelStore:
    """``models/<version>/`` holds bundles, ``models/current`` the name of the one in use and
    ``models/previous`` that of the one before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def current(self) -> str:
        """The version in use; ``shipped`` as long as none was chosen."""
        return self._read("current") or SHIPPED

    @property
    def previous(self) -> str | None:
        """What was in use before the current version; None as long as none was chosen."""
        return self._read("previous")

    def folder_of(self, version: str) -> Path:
        """Raises BundleError for a name that is no version (a path, say)."""
        if version == SHIPPED:
            return SHIPPED_BUNDLE
        if not version or Path(version).name != version or version.startswith("."):
            raise BundleError(f"No model version has such a name. Received: {version!r}")
        return self.folder / version

    def load_current(self) -> Bundle:
        """Raises BundleError when the bundle in use is missing, damaged or edited: nothing else is tried."""
        return load_bundle(self.folder_of(self.current))

    def use(self, version: str) -> Bundle:
        """Check the bundle, then make it the current one. Raises BundleError; the old one then stays."""
        bundle = load_bundle(self.folder_of(version))
        self.folder.mkdir(parents=True, exist_ok=True)
        if version != self.current:
            write_atomically(self.folder / "previous", f"{self.current}\n".encode())
            write_atomically(self.folder / "current", f"{version}\n".encode())
        return bundle

    def roll_back(self) -> Bundle:
        """Use the previous version again; doing it twice is as not doing it. Raises BundleError."""
        if self.previous is None:
            raise BundleError("No other model was in use before. Choose one by its name.")
        return self.use(self.previous)

    def versions(self) -> list[ModelVersion]:
        """The shipped bundle first, then the user's by name, which is by age."""
        found = sorted(path.parent.name for path in self.folder.glob(f"[!.]*/{CARD}"))
        return [self._describe(name) for name in (SHIPPED, *found)]

    def remove(self, version: str) -> None:
        """Delete a version that is not in use. Raises BundleError otherwise."""
        if version in (SHIPPED, self.current):
            raise BundleError(f"The model {version!r} is in use or shipped and stays.")
        shutil.rmtree(self.folder_of(version))

    def _read(self, pointer: str) -> str | None:
        try:
            return (self.folder / pointer).read_text(encoding="utf-8").strip() or None
        except FileNotFoundError:
            return None

    def _describe(self, name: str) -> ModelVersion:
        folder = self.folder_of(name)
        try:
            card = decode_card((folder / CARD).read_bytes())
        except (OSError, CardError):
            card = None
        return ModelVersion(name, folder, card, name == self.current)
