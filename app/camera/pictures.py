"""Picture files, as RGB images."""

from pathlib import Path

import cv2
import numpy as np

from model.vision.frame import RgbImage

PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"})
MAX_PIXELS = 50_000_000
READABLE = "JPEG, PNG, WebP, BMP or TIFF"


class PictureError(ValueError):
    """The file is missing, no picture, or too large. ``fault`` says so in words that follow its name."""

    def __init__(self, path: Path, fault: str) -> None:
        super().__init__(f"{path} {fault}")
        self.fault = fault


def read_picture(path: Path) -> RgbImage:
    """The picture, upright by its EXIF orientation; grey, transparent and 16-bit pictures are converted.

    Raises PictureError.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PictureError(path, f"cannot be read: {error.strerror or error}.") from error
    image = _decode(content)
    if image is None:
        raise PictureError(path, f"is not a picture that can be read. Use {READABLE}.")
    height, width = image.shape[:2]
    if height * width > MAX_PIXELS:
        limit = f"{MAX_PIXELS // 1_000_000} megapixels"
        raise PictureError(path, f"is larger than {limit}. Received: {width}x{height}. Scale it down.")
    return image


def pictures_in(folder: Path) -> list[Path]:
    """The picture files directly in ``folder``, by their suffix, in name order; hidden files are left out.

    Raises OSError when the folder cannot be listed.
    """
    return sorted(path for path in folder.iterdir() if _looks_like_a_picture(path))


def _looks_like_a_picture(path: Path) -> bool:
    return path.suffix.lower() in PICTURE_SUFFIXES and not path.name.startswith(".") and path.is_file()


def _decode(content: bytes) -> RgbImage | None:
    """Decoding from memory, not by name, works for every file name on Windows too."""
    if not content:
        return None
    try:
        image = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR_RGB)
    except cv2.error:
        return None
    return None if image is None else np.asarray(image, np.uint8)
