"""Aligned faces with a margin, read from folders and from zip files without unpacking them."""

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from model.messages.message import english_only
from model.vision.frame import RgbImage
from training.jobs.progress import JobError

FACE_SIZE = 128
MARGIN = 8
"""Each image is the 112x112 view of the alignment template plus 8 pixels on each side, for augmentation."""

SUFFIXES = (".webp", ".jpg", ".jpeg", ".png")


@dataclass(frozen=True, eq=False)
class Faces:
    """``encoded[k]`` is the content of the image file ``names[k]``. Images stay encoded: decoded, tens of
    thousands of them take fifty times the memory."""

    names: tuple[str, ...]
    encoded: tuple[bytes, ...]

    def __len__(self) -> int:
        return len(self.names)

    def __add__(self, other: "Faces") -> "Faces":
        return Faces(self.names + other.names, self.encoded + other.encoded)

    def image(self, index: int) -> RgbImage:
        """(FACE_SIZE, FACE_SIZE, 3). Raises JobError when the file is not an image."""
        stored = cv2.imdecode(np.frombuffer(self.encoded[index], np.uint8), cv2.IMREAD_COLOR)
        if stored is None:
            raise JobError(english_only(f"{self.names[index]} cannot be read as an image. Remove it."))
        image = np.asarray(cv2.cvtColor(stored, cv2.COLOR_BGR2RGB), np.uint8)
        if image.shape == (FACE_SIZE, FACE_SIZE, 3):
            return image
        return np.asarray(cv2.resize(image, (FACE_SIZE, FACE_SIZE), interpolation=cv2.INTER_AREA), np.uint8)

    def fingerprint(self) -> str:
        """SHA-256 over names and contents, in order."""
        digest = hashlib.sha256()
        for name, content in zip(self.names, self.encoded, strict=True):
            digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
        return digest.hexdigest()


def read_faces(folder: Path) -> Faces:
    """All images in ``folder``, its subfolders and the zip files there, sorted by name.

    Raises JobError when there are none or a zip file is damaged.
    """
    found = sorted(_images(folder))
    if not found:
        advice = "Name a folder with <person>/<image> or zip files of images."
        raise JobError(english_only(f"There are no images in {folder}. {advice}"))
    names, encoded = zip(*found, strict=True)
    return Faces(names, encoded)


def _images(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in folder.rglob("*"):
        name = file.relative_to(folder).as_posix()
        if file.suffix.lower() in SUFFIXES:
            yield name, file.read_bytes()
        elif file.suffix.lower() == ".zip":
            yield from ((f"{name}/{member}", content) for member, content in read_zip(file))


def read_zip(file: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of each image in a zip file. Raises JobError when the file is damaged."""
    try:
        with zipfile.ZipFile(file) as opened:
            for member in opened.namelist():
                if member.lower().endswith(SUFFIXES):
                    yield member, opened.read(member)
    except (zipfile.BadZipFile, OSError) as error:
        raise JobError(
            english_only(f"{file} is damaged ({error}). Download it again or remove it.")
        ) from error
