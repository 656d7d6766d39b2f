"""A folder of pictures as a frame source."""

import logging
from pathlib import Path

from app.camera.source import CameraError, FrameSource
from model.vision.frame import Frame
from model.vision.image_file import SUPPORTED_FORMATS, ImageFileError, image_files_in, read_image_file

logger = logging.getLogger(__name__)

PICTURES_PER_SECOND = 1.0


class FolderSource(FrameSource):
    """The pictures of ``folder`` in name order. Unreadable pictures are skipped, logged and counted."""

    live = False
    fps = PICTURES_PER_SECOND

    def __init__(self, folder: Path) -> None:
        """Raises CameraError when the folder contains no pictures."""
        self.name = str(folder)
        self.skipped = 0
        self._delivered = 0
        try:
            paths = image_files_in(folder)
        except OSError as error:
            reason = f"The folder {folder} cannot be listed: {error.strerror}."
            raise CameraError(f"{reason} Check that you may read it.") from error
        if not paths:
            raise CameraError(
                f"The folder {folder} contains no pictures. Put {SUPPORTED_FORMATS} files into it."
            )
        self._waiting = iter(paths)

    def read(self) -> Frame | None:
        for path in self._waiting:
            try:
                image = read_image_file(path)
            except ImageFileError as error:
                self.skipped += 1
                logger.warning("Skipped a picture: %s", error)
                continue
            frame = Frame(image, self._delivered, self._delivered / PICTURES_PER_SECOND)
            self._delivered += 1
            return frame
        if not self._delivered:
            unreadable = f"None of the {self.skipped} pictures in {self.name} can be read."
            raise CameraError(f"{unreadable} Use {SUPPORTED_FORMATS} files.")
        return None

    def close(self) -> None:
        self._waiting = iter(())
