"""The file that scores are written to: it ends with a whole row, whenever the program does."""

import io
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from app.storage.errors import translate_os_errors


class RawFile(Protocol):
    """As ``io.FileIO``: ``write`` may take a part of what it is given."""

    def write(self, content: memoryview, /) -> int: ...
    def truncate(self, size: int, /) -> int: ...
    def seek(self, place: int, /) -> int: ...


class ScoreFile:
    """Goes on after the first ``size`` bytes of ``file``, which lies at ``path``; what follows is dropped."""

    def __init__(self, path: Path, file: RawFile, size: int) -> None:
        self._path = path
        self._file = file
        self._size = size
        self._cut()

    def append(self, record: bytes) -> None:
        """Hand the record to the operating system, so that it outlives this process. Raises StoreError, for
        example when the disk is full; the file then ends with the record before."""
        with _told(self._path):
            try:
                self._write(memoryview(record))
            except OSError:
                self._cut()
                raise
        self._size += len(record)

    def _write(self, rest: memoryview) -> None:
        while rest:
            rest = rest[self._file.write(rest) :]

    def _cut(self) -> None:
        self._file.truncate(self._size)
        self._file.seek(self._size)


@contextmanager
def appending_to(path: Path, size: int) -> Iterator[ScoreFile]:
    """Raises StoreError when the file cannot be written."""
    with _told(path):
        path.touch()
        file = io.FileIO(path, "r+b")
    with file:
        yield ScoreFile(path, file, size)


def _told(path: Path) -> AbstractContextManager[None]:
    return translate_os_errors("keep scores in", path, option="--out")
