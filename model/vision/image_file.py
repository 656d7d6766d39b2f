"""Picture files, as RGB images: the one reader, and the one list of suffixes.

No format's colour profile is applied: a face in Display P3 or Adobe RGB is as similar as in sRGB.
"""

from enum import StrEnum
from pathlib import Path

import cv2
import numpy as np

from model.vision.frame import RgbImage
from model.vision.heif import HeifError, is_heif, open_heif, pixels_of

PICTURE_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".heic", ".heif", ".hif", ".avif"}
    | {".bmp", ".tif", ".tiff", ".gif", ".pbm", ".pgm", ".ppm", ".pnm"}
)
MAX_BYTES = 500_000_000
MAX_PIXELS = 50_000_000
"""As OpenCV was told in ``model/__init__.py``: it refuses a larger picture before its memory is taken."""
MAX_SIDE = 32_766
"""Pixels: OpenCV samples no picture that is longer."""
READABLE = "JPEG, PNG, WebP, HEIC, AVIF, BMP or TIFF"


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
    """What ``read_picture`` makes of the file ``path`` with this ``content``. Raises PictureError.

    The size is known before anything is decoded; OpenCV refuses more than ``MAX_PIXELS`` by itself.
    """
    image = _decode_heif(path, content) if is_heif(content) else _decode(path, content)
    height, width = image.shape[:2]
    _demand_fitting(path, width, height)
    return image


def picture_content(path: Path) -> bytes:
    """The file's bytes. Nothing is read that has no end, as pipes and devices may. Raises PictureError."""
    try:
        if not path.is_file():
            words = "a folder. Name a picture in it." if path.is_dir() else "no file. Is the name right?"
            raise PictureError(path, PictureFault.NO_FILE, f"is {words}")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise _too_large(path, f" Received: {size} bytes.")
        return path.read_bytes()
    except OSError as error:
        words = f"cannot be read: {error.strerror or error}. Check that you may read it."
        raise PictureError(path, PictureFault.UNREADABLE, words) from error


def pictures_in(folder: Path) -> list[Path]:
    """The picture files directly in ``folder``, by their suffix, in name order; hidden files are left out.

    Raises OSError when the folder cannot be listed.
    """
    return sorted(path for path in folder.iterdir() if is_named_like_a_picture(path) and path.is_file())


def is_named_like_a_picture(path: Path) -> bool:
    """By its suffix; hidden files are not."""
    return path.suffix.lower() in PICTURE_SUFFIXES and not path.name.startswith(".")


def _decode_heif(path: Path, content: bytes) -> RgbImage:
    try:
        picture = open_heif(content)
        _demand_fitting(path, *picture.size)
        return pixels_of(picture)
    except HeifError as error:
        raise PictureError(path, PictureFault.NO_PICTURE, str(error)) from error


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


def _demand_fitting(path: Path, width: int, height: int) -> None:
    if height * width > MAX_PIXELS or max(height, width) > MAX_SIDE:
        raise _too_large(path, f" Received: {width}x{height}.")


def _too_large(path: Path, received: str = "") -> PictureError:
    limit = f"{MAX_PIXELS // 1_000_000} megapixels or {MAX_SIDE} pixels a side"
    return PictureError(path, PictureFault.TOO_LARGE, f"is larger than {limit}.{received} Scale it down.")
