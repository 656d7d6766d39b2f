"""Append rows to the score file, so that it ends with a complete row even after a crash."""

import io
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from app.storage.errors import translate_os_errors
from model.messages.message import Message


class RawFile(Protocol):
    """As ``io.FileIO``: ``write`` may write only a part of ``content``."""

    def write(self, content: memoryview, /) -> int: ...
    def truncate(self, size: int, /) -> int: ...
    def seek(self, offset: int, /) -> int: ...


class ScoreFile:
    """Appends after the first ``size`` bytes of ``file``, whose path is ``path``, and drops the rest."""

    def __init__(self, path: Path, file: RawFile, size: int) -> None:
        self._path = path
        self._file = file
        self._size = size
        self._truncate()

    def append(self, record: bytes) -> None:
        """Pass the record to the operating system, so that it survives a crash of this process. Raises
        StoreError, for example when the disk is full; the file then ends with the previous record."""
        with _translate_errors(self._path):
            try:
                self._write_all(memoryview(record))
            except OSError:
                self._truncate()
                raise
        self._size += len(record)

    def _write_all(self, rest: memoryview) -> None:
        while rest:
            rest = rest[self._file.write(rest) :]

    def _truncate(self) -> None:
        self._file.truncate(self._size)
        self._file.seek(self._size)


@contextmanager
def open_score_file(path: Path, size: int) -> Iterator[ScoreFile]:
    """Raises StoreError when the file cannot be written."""
    with _translate_errors(path):
        path.touch()
        file = io.FileIO(path, "r+b")
    with file:
        yield ScoreFile(path, file, size)


def _translate_errors(path: Path) -> AbstractContextManager[None]:
    return translate_os_errors(Message("keep scores in"), path, option="--out")
