"""A folder of JPEG pictures that is whole at every moment."""

import uuid
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from app.storage.errors import translate_os_errors
from model.storage.atomic_file import write_atomically
from model.storage.leftovers import remove_leftovers_in
from model.vision.frame import RgbImage
from model.vision.image_file import encode_jpeg, has_image_suffix

JPEG_QUALITY = 95
MAX_ATTEMPTS = 10
"""A person would have to be deleted so often within the milliseconds that one picture takes."""


class JpegFolder:
    """Saves under sortable, unique names. The folder is made with its first picture. Raises StoreError."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, picture: RgbImage) -> Path:
        """The path of the new file. When this fails, nothing was added."""
        path = self.folder / f"{_timestamp()}-{uuid.uuid4().hex[:8]}.jpg"
        content = encode_jpeg(picture, JPEG_QUALITY)
        with translate_os_errors("keep a picture in", self.folder):
            for _ in range(MAX_ATTEMPTS - 1):
                # Another process has just deleted the person, perhaps while the folder was being made, or has
                # swept by a clock that jumped.
                with suppress(FileNotFoundError, FileExistsError):
                    self._write(path, content)
                    return path
            self._write(path, content)
        return path

    def paths(self) -> list[Path]:
        """Whole pictures only, in name order: what was saved here comes oldest first. None when there is no
        such folder."""
        with translate_os_errors("list", self.folder):
            return sorted(filter(has_image_suffix, self._files()), key=lambda path: path.name)

    def remove(self, paths: Sequence[Path]) -> None:
        for path in paths:
            with translate_os_errors("delete", path):
                path.unlink(missing_ok=True)

    def _write(self, path: Path, content: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        write_atomically(path, content)

    def sweep(self) -> None:
        """Delete what a killed process left half written. Another process may be writing at this moment."""
        with translate_os_errors("clean up", self.folder):
            remove_leftovers_in(self.folder)

    def _files(self) -> list[Path]:
        """None where there is no such folder, or none any longer: another process may delete the person."""
        try:
            return list(self.folder.iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return []


def _timestamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
