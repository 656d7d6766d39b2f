"""A folder of JPEG images that never holds a partial file."""

import uuid
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from app.storage.errors import translate_os_errors
from model.messages.message import Message
from model.storage.encrypted_file import write_file
from model.storage.leftovers import remove_leftovers_in
from model.vision.frame import RgbImage
from model.vision.image_file import encode_jpeg, has_image_suffix

JPEG, JPEG_QUALITY = ".jpg", 95
MAX_ATTEMPTS = 10
"""Enough: an attempt fails only if the person is deleted within the milliseconds that it takes."""


class JpegFolder:
    """Files have unique names that sort by time. The first ``save`` creates the folder. Raises StoreError."""

    def __init__(self, folder: Path, other_suffix: str = "") -> None:
        """``other_suffix``: of files that are listed like images."""
        self.folder = folder
        self._other_suffix = other_suffix

    def save(self, image: RgbImage) -> Path:
        """Return the path of the new file. A failure adds nothing."""
        return self.add(encode_jpeg(image, JPEG_QUALITY), JPEG)

    def add(self, content: bytes, suffix: str) -> Path:
        """As ``save``: a file with this content."""
        path = self.folder / f"{_timestamp()}-{uuid.uuid4().hex[:8]}{suffix}"
        with translate_os_errors(Message("save a picture in"), self.folder):
            for _ in range(MAX_ATTEMPTS - 1):
                # Another process has just deleted the person or, after its clock jumped, the temporary file.
                with suppress(FileNotFoundError, FileExistsError):
                    self._write(path, content)
                    return path
            self._write(path, content)
        return path

    def paths(self) -> list[Path]:
        """The complete images in name order, so that saved ones come oldest first. Empty without a folder."""
        with translate_os_errors(Message("list"), self.folder):
            return sorted(filter(self._is_listed, self._files()), key=lambda path: path.name)

    def remove(self, paths: Sequence[Path]) -> None:
        for path in paths:
            with translate_os_errors(Message("delete"), path):
                path.unlink(missing_ok=True)

    def _write(self, path: Path, content: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        write_file(path, content)

    def sweep(self) -> None:
        """Delete the partial files of killed processes. Other processes may be writing at the same time."""
        with translate_os_errors(Message("clean up"), self.folder):
            remove_leftovers_in(self.folder)

    def _is_listed(self, path: Path) -> bool:
        other = bool(self._other_suffix) and path.suffix == self._other_suffix
        return has_image_suffix(path) or (other and not path.name.startswith("."))

    def _files(self) -> list[Path]:
        """Empty without a folder, or when another process deletes it meanwhile."""
        try:
            return list(self.folder.iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return []


def _timestamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
