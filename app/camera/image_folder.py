"""A folder of pictures as a frame source."""

import logging
from pathlib import Path

from app.camera.source import CameraError, FrameSource
from model.messages.message import Message
from model.storage.os_errors import system_reason
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
            raise CameraError(
                Message(
                    "The folder {folder} cannot be listed: {reason}. Check that you may read it.",
                    folder=folder,
                    reason=system_reason(error),
                )
            ) from error
        if not paths:
            raise CameraError(
                Message(
                    "The folder {folder} contains no pictures. Put {formats} files into it.",
                    folder=folder,
                    formats=SUPPORTED_FORMATS,
                )
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
            raise CameraError(
                Message(
                    "None of the {count} pictures in {folder} can be read. Use {formats} files.",
                    count=self.skipped,
                    folder=self.name,
                    formats=SUPPORTED_FORMATS,
                )
            )
        return None

    def close(self) -> None:
        self._waiting = iter(())
