"""HEIC, as iPhones store photographs, and AVIF: OpenCV decodes them not at all, or not on every system.

Pillow and pi-heif are imported with the first such picture, so that start-up is spared them.
"""

import io
from typing import TYPE_CHECKING

import numpy as np

from model.vision.frame import RgbImage

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

AVIF_BRANDS = frozenset({b"avif", b"avis"})
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
MOST_BRANDS_BYTES = 256
UNREADABLE = "is not a picture that can be read: it is damaged, or another kind of HEIC or AVIF."
MISSING = (
    "is HEIC or AVIF, and the packages that read it cannot be loaded. "
    "Run: pip install -r requirements-live.txt"
)
FAULTS = (OSError, ValueError, SyntaxError, RuntimeError, EOFError, MemoryError)
"""What Pillow and pi-heif raise over damaged files."""


class HeifError(ValueError):
    """The picture cannot be read. The message follows the file's name."""


def is_heif(content: bytes) -> bool:
    """By its first bytes, whatever the file is called."""
    return not _brands(content).isdisjoint(AVIF_BRANDS | HEIC_BRANDS)


def open_heif(content: bytes) -> "ImageFile":
    """Its ``size`` is known, and nothing of it decoded. Raises HeifError."""
    try:
        from pi_heif import HeifImageFile
        from PIL.AvifImagePlugin import AvifImageFile
    except ImportError as error:
        raise HeifError(MISSING) from error
    reader = HeifImageFile if _brands(content).isdisjoint(AVIF_BRANDS) else AvifImageFile
    try:
        return reader(io.BytesIO(content))
    except FAULTS as error:
        raise HeifError(UNREADABLE) from error


def _brands(content: bytes) -> set[bytes]:
    """What kinds of file it says it is, in the box ``ftyp`` that HEIC, AVIF and MP4 begin with."""
    if content[4:8] != b"ftyp":
        return set()
    end = min(int.from_bytes(content[:4]), MOST_BRANDS_BYTES)
    return {content[place : place + 4] for place in range(8, end, 4)}


def pixels_of(picture: "ImageFile") -> RgbImage:
    """Upright: HEIC's decoder turns it and leaves no orientation; AVIF is turned here. Raises HeifError."""
    from PIL import ImageOps

    try:
        return np.array(ImageOps.exif_transpose(picture).convert("RGB"))
    except FAULTS as error:
        raise HeifError(UNREADABLE) from error
