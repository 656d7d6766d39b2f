"""Picture files, as RGB images."""

from enum import StrEnum
from pathlib import Path

import cv2
import numpy as np

from model.vision.frame import RgbImage

PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"})
MAX_BYTES = 500_000_000
MAX_PIXELS = 50_000_000
MAX_SIDE = 32_766
"""Pixels: OpenCV samples no picture that is longer."""
READABLE = "JPEG, PNG, WebP, BMP or TIFF"


class PictureFault(StrEnum):
    NO_FILE = "no file"
    UNREADABLE = "cannot be read"
    NO_PICTURE = "not a picture"
    TOO_LARGE = "too large"


class PictureError(ValueError):
    """The file is missing, no picture, or too large. ``words`` say so, to follow its name."""

    def __init__(self, path: Path, fault: PictureFault, words: str) -> None:
        super().__init__(f"{path} {words}")
        self.fault = fault
        self.words = words


def read_picture(path: Path) -> RgbImage:
    """The picture, upright by its EXIF orientation; grey, transparent and 16-bit pictures are converted.

    Raises PictureError.
    """
    return decoded(path, picture_content(path))


def decoded(path: Path, content: bytes) -> RgbImage:
    """What ``read_picture`` makes of the file ``path`` with this ``content``. Raises PictureError."""
    image = _decode(path, content)
    height, width = image.shape[:2]
    if height * width > MAX_PIXELS or max(height, width) > MAX_SIDE:
        raise _too_large(path, f" Received: {width}x{height}.")
    return image


def picture_content(path: Path) -> bytes:
    """The file's bytes. Nothing is read that has no end, as pipes and devices may. Raises PictureError."""
    try:
        if not path.is_file():
            raise PictureError(path, PictureFault.NO_FILE, "is no file. Is the name right?")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise _too_large(path, f" Received: {size} bytes.")
        return path.read_bytes()
    except OSError as error:
        words = f"cannot be read: {error.strerror or error}."
        raise PictureError(path, PictureFault.UNREADABLE, words) from error


def pictures_in(folder: Path) -> list[Path]:
    """The picture files directly in ``folder``, by their suffix, in name order; hidden files are left out.

    Raises OSError when the folder cannot be listed.
    """
    return sorted(path for path in folder.iterdir() if _looks_like_a_picture(path))


def _looks_like_a_picture(path: Path) -> bool:
    return path.suffix.lower() in PICTURE_SUFFIXES and not path.name.startswith(".") and path.is_file()


def _decode(path: Path, content: bytes) -> RgbImage:
    """Decoding from memory, not by name, works for every file name on Windows too."""
    try:
        image = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR_RGB) if content else None
    except cv2.error as error:
        if "CV_IO_MAX_IMAGE" in str(error):  # OpenCV's own limit, told by the picture's first bytes
            raise _too_large(path) from error
        image = None
    if image is None:
        words = f"is not a picture that can be read. Use {READABLE}."
        raise PictureError(path, PictureFault.NO_PICTURE, words)
    return np.asarray(image, np.uint8)


def _too_large(path: Path, received: str = "") -> PictureError:
    limit = f"{MAX_PIXELS // 1_000_000} megapixels or {MAX_SIDE} pixels a side"
    return PictureError(path, PictureFault.TOO_LARGE, f"is larger than {limit}.{received} Scale it down.")
