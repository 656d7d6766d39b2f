"""Where the faces in pictures are, so that their crops can be cut again without a search."""

import hashlib
import logging
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from model.storage.json_codec import JsonError, decode_json, encode_json
from model.vision.alignment import TEMPLATE, align
from model.vision.face import FaceFinder, most_central_face
from model.vision.frame import RgbImage
from model.vision.orientation import Rotation, find_oriented_faces, rotate

log = logging.getLogger(__name__)

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class FacePosition:
    """``landmarks``: five points (x, y) in pixels of the picture once it is rotated clockwise by ``rotation``
    degrees; empty when no face was found."""

    rotation: Rotation = 0
    landmarks: tuple[Point, ...] = ()


class FacePositions(Protocol):
    """The positions that are known, by picture. A dict is one."""

    def get(self, path: Path, /) -> FacePosition | None: ...
    def __setitem__(self, path: Path, position: FacePosition, /) -> None: ...


def find_position(image: RgbImage, finder: FaceFinder) -> FacePosition:
    """Of the face nearest the middle."""
    seen = find_oriented_faces(image, finder)
    face = most_central_face(seen.faces, seen.image)
    if face is None:
        return FacePosition()
    return FacePosition(seen.rotation, tuple((float(x), float(y)) for x, y in face.landmarks))


def cut_crop(image: RgbImage, position: FacePosition) -> RgbImage:
    """The aligned crop of a face, (100, 100, 3). Raises ValueError when ``position`` has no face."""
    return align(rotate(image, position.rotation), np.array(position.landmarks, np.float32))


@dataclass(frozen=True, slots=True)
class _Line:
    """``picture``: the digest of a picture."""

    picture: str
    position: FacePosition


class FacePositionFile:
    """Positions in ``file``, from which a stopped job continues. It contains no picture and no name: pictures
    are known by a digest of their path, size and time of change. Use one file for each kind of finder.

    If the file cannot be read or written, the job works without it, and the log says so.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known = dict(_read(file))

    def get(self, path: Path, /) -> FacePosition | None:
        return self._known.get(_digest(path))

    def __setitem__(self, path: Path, position: FacePosition, /) -> None:
        picture = _digest(path)
        if picture and picture not in self._known:
            self._known[picture] = position
            self._append(_Line(picture, position))

    def discard(self) -> None:
        """Delete the file: the job is done."""
        try:
            self._file.unlink(missing_ok=True)
        except OSError as error:
            log.warning("%s remains: %s", self._file, error)

    def _append(self, line: _Line) -> None:
        """A line break comes first, so that a line cut short by a crash spoils no other one."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("ab") as file:
                file.write(b"\n" + encode_json(line).encode("ascii"))
        except OSError as error:
            log.warning("The progress is not kept: %s", error)
            self._discard_if_empty()

    def _discard_if_empty(self) -> None:
        """On a full disk a file can be created, but no line fits into it."""
        with suppress(OSError):
            if self._file.stat().st_size == 0:
                self._file.unlink()


def _read(file: Path) -> dict[str, FacePosition]:
    try:
        lines = [_decode(line) for line in file.read_bytes().splitlines()]
    except FileNotFoundError:
        return {}
    except OSError as error:
        log.warning("The progress of an earlier run is not used: %s", error)
        return {}
    return {line.picture: line.position for line in lines if line}


def _decode(line: bytes) -> _Line | None:
    """None for an empty line, and for one that a crash cut short."""
    try:
        decoded = decode_json(line, _Line)
    except JsonError:
        return None
    return decoded if len(decoded.position.landmarks) in (0, len(TEMPLATE)) else None


def _digest(path: Path) -> str:
    """SHA-256 of the picture's path, size and time of change; empty when there is no such picture."""
    try:
        state = path.stat()
    except OSError:
        return ""
    name = os.fsencode(path.absolute())
    return hashlib.sha256(name + f"\n{state.st_size} {state.st_mtime_ns}".encode()).hexdigest()
