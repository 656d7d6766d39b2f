"""Sets of images, clean or degraded.

Images are degraded on every access: that takes a millisecond or two, and storing them would take gigabytes.
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


class ImageSet(Protocol):
    @property
    def name(self) -> str:
        """``clean``, or the name of the degradation."""

    @property
    def images(self) -> Sequence[str]:
        """The names of the images, in order."""

    def image(self, index: int) -> RgbImage:
        """Raises JobError when the file is not an image."""

    def fingerprint(self) -> str:
        """Equal only for the same images with the same degradation."""


@dataclass(frozen=True, eq=False)
class CleanImages:
    """Unchanged image files below ``root``, identified by their names and sizes."""

    root: Path
    images: tuple[str, ...]
    name: str = "clean"

    def image(self, index: int) -> RgbImage:
        return read_image(self.root / self.images[index])

    def fingerprint(self) -> str:
        sizes = ((name, (self.root / name).stat().st_size) for name in self.images)
        return hashlib.sha256("\n".join(f"{name} {size}" for name, size in sizes).encode()).hexdigest()


@dataclass(frozen=True, eq=False)
class DegradedImages:
    """All ``clean`` images with a degradation. ``faces`` holds the face in each of them."""

    clean: CleanImages
    faces: Sequence[Face]
    degradation: Degradation

    @property
    def name(self) -> str:
        return self.degradation.name

    @property
    def images(self) -> Sequence[str]:
        return self.clean.images

    def image(self, index: int) -> RgbImage:
        name = self.clean.images[index]
        return self.degradation(self.clean.image(index), self.faces[index], name)

    def fingerprint(self) -> str:
        """Does not cover ``faces``, which depend on the finder."""
        return f"{self.clean.fingerprint()} {self.degradation.fingerprint()}"
