"""Aligned faces with a margin, as a recipe reads them: from folders and from zip files, in place."""

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from model.vision.frame import RgbImage
from training.jobs.progress import JobError

SIZE = 128
MARGIN = 8
"""A picture shows the 112x112 template view and 8 pixels more on each side: room to move it about."""

SUFFIXES = (".webp", ".jpg", ".jpeg", ".png")


@dataclass(frozen=True, eq=False)
class Faces:
    """``encoded[k]`` is the picture file ``names[k]``; kept as stored, because pictures by the ten thousand
    take fifty times the memory once decoded."""

    names: tuple[str, ...]
    encoded: tuple[bytes, ...]

    def __len__(self) -> int:
        return len(self.names)

    def __add__(self, other: "Faces") -> "Faces":
        return Faces(self.names + other.names, self.encoded + other.encoded)

    def picture(self, index: int) -> RgbImage:
        """(SIZE, SIZE, 3). Raises JobError when the file is no picture."""
        stored = cv2.imdecode(np.frombuffer(self.encoded[index], np.uint8), cv2.IMREAD_COLOR)
        if stored is None:
            raise JobError(f"{self.names[index]} is not a picture that can be read. Remove it.")
        picture = np.asarray(cv2.cvtColor(stored, cv2.COLOR_BGR2RGB), np.uint8)
        if picture.shape == (SIZE, SIZE, 3):
            return picture
        return np.asarray(cv2.resize(picture, (SIZE, SIZE), interpolation=cv2.INTER_AREA), np.uint8)

    def fingerprint(self) -> str:
        """SHA-256 over names and contents, in order."""
        digest = hashlib.sha256()
        for name, content in zip(self.names, self.encoded, strict=True):
            digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
        return digest.hexdigest()


def read_faces(folder: Path) -> Faces:
    """Every picture in ``folder``, the folders below it and the zip files among them, sorted by name.

    Raises JobError when there is none or a zip file is damaged.
    """
    found = sorted(_pictures(folder))
    if not found:
        advice = "Name a folder with <person>/<image> or zip files of images."
        raise JobError(f"There is no picture in {folder}. {advice}")
    names, encoded = zip(*found, strict=True)
    return Faces(names, encoded)


def _pictures(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in folder.rglob("*"):
        name = file.relative_to(folder).as_posix()
        if file.suffix.lower() in SUFFIXES:
            yield name, file.read_bytes()
        elif file.suffix.lower() == ".zip":
            yield from ((f"{name}/{member}", content) for member, content in read_zip(file))


def read_zip(file: Path) -> Iterator[tuple[str, bytes]]:
    """The pictures in a zip file by name. Raises JobError when it is damaged."""
    try:
        with zipfile.ZipFile(file) as opened:
            for member in opened.namelist():
                if member.lower().endswith(SUFFIXES):
                    yield member, opened.read(member)
    except (zipfile.BadZipFile, OSError) as error:
        raise JobError(f"{file} is damaged ({error}). Fetch it again or remove it.") from error
