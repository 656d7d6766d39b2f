"""Landmarks of another face detector: the same images, aligned by other points."""

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from model.messages.message import english_only
from model.vision.face import Face
from model.vision.frame import RgbImage
from training.jobs.progress import JobError
from training.robustness.face_cache import face_from_row
from training.robustness.image_sets import CleanImages

NAME = "landmarks of another detector"


@dataclass(frozen=True, eq=False)
class LandmarkFile:
    """``faces`` maps the name of an image file to its face. ``digest`` is the SHA-256 of the file."""

    faces: dict[str, Face]
    digest: str


@dataclass(frozen=True, eq=False)
class RelocatedFaces:
    """The ``clean`` images, with their faces as in ``landmarks``."""

    clean: CleanImages
    landmarks: LandmarkFile
    name: str = NAME

    @property
    def images(self) -> tuple[str, ...]:
        return self.clean.images

    def image(self, index: int) -> RgbImage:
        return self.clean.image(index)

    def faces(self) -> list[Face | None]:
        return [self.landmarks.faces.get(Path(name).name) for name in self.images]

    def fingerprint(self) -> str:
        return f"{self.clean.fingerprint()} {self.landmarks.digest}"


def load_landmarks(file: Path) -> LandmarkFile:
    """An ``.npz`` file with ``names`` (n,) of image files and ``v`` (n, 15), see ``face_from_row``.

    Raises JobError when it is not such a file.
    """
    try:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        with np.load(file, allow_pickle=False) as arrays:
            names, rows = arrays["names"], np.asarray(arrays["v"], np.float32).reshape(-1, 15)
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile) as error:
        advice = "Name an .npz file with the arrays names (n,) and v (n, 15)."
        raise JobError(english_only(f"{file} has no landmarks ({error}). {advice}")) from error
    located = ((str(name), row) for name, row in zip(names, rows, strict=True) if np.isfinite(row).all())
    return LandmarkFile({name: face_from_row(row) for name, row in located}, digest)
