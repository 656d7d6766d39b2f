"""The same pictures under one circumstance or another.

They are degraded anew at each look: that takes a millisecond or two, to keep them would take gigabytes.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from model.vision.face import Face
from model.vision.frame import RgbImage
from training.data.crop_cache import read_image
from training.data.degradations import Degradation


class Scene(Protocol):
    @property
    def name(self) -> str:
        """Of the circumstance."""

    @property
    def pictures(self) -> Sequence[str]:
        """What each one is called, in order."""

    def picture(self, index: int) -> RgbImage:
        """Raises JobError when the file is no picture."""

    def fingerprint(self) -> str:
        """The same only for the same pictures under the same circumstance."""


@dataclass(frozen=True, eq=False)
class Clean:
    """Pictures as they are: files below ``root``, known by their names and sizes."""

    root: Path
    pictures: tuple[str, ...]
    name: str = "clean"

    def picture(self, index: int) -> RgbImage:
        return read_image(self.root / self.pictures[index])

    def fingerprint(self) -> str:
        sizes = ((name, (self.root / name).stat().st_size) for name in self.pictures)
        return hashlib.sha256("\n".join(f"{name} {size}" for name, size in sizes).encode()).hexdigest()


@dataclass(frozen=True, eq=False)
class Degraded:
    """Each of the ``clean`` pictures, in which its face was found, under a degradation."""

    clean: Clean
    faces: Sequence[Face]
    degradation: Degradation

    @property
    def name(self) -> str:
        return self.degradation.name

    @property
    def pictures(self) -> Sequence[str]:
        return self.clean.pictures

    def picture(self, index: int) -> RgbImage:
        name = self.clean.pictures[index]
        return self.degradation(self.clean.picture(index), self.faces[index], name)

    def fingerprint(self) -> str:
        """Where the faces are depends on the finder, which is not part of it."""
        return f"{self.clean.fingerprint()} {self.degradation.fingerprint()}"
