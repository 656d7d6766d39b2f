"""Decode HEIC, the photographs of iPhones, and AVIF, which OpenCV cannot decode on every system.

Pillow and pi-heif are imported with the first such image, to keep start-up fast.
"""

import io
from typing import TYPE_CHECKING

import numpy as np

from model.installation.commands import install_command
from model.messages.message import Message
from model.messages.message_error import MessageError
from model.vision.frame import RgbImage

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

AVIF_BRANDS = frozenset({b"avif", b"avis"})
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
MAX_BRANDS_BYTES = 256
UNREADABLE = Message(
    "is not a picture that Sameface can read: it is damaged, or an unsupported kind of HEIC or AVIF."
)
MISSING = Message(
    "is HEIC or AVIF, and the packages that read it cannot be loaded. Run: {command}",
    command=install_command(),
)
FAULTS = (OSError, ValueError, SyntaxError, RuntimeError, EOFError, MemoryError)
"""Raised by Pillow and pi-heif for damaged files."""


class HeifError(MessageError, ValueError):
    """The image cannot be decoded. The message completes a sentence that begins with the file's name."""


def is_heif(content: bytes) -> bool:
    """By its content, not its name."""
    return not _brands(content).isdisjoint(AVIF_BRANDS | HEIC_BRANDS)


def open_heif(content: bytes) -> "ImageFile":
    """Read the header only: the result has a ``size``. Raises HeifError."""
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
    """The kinds of file that it claims to be, from the box ``ftyp`` at the start of HEIC, AVIF and MP4
    files."""
    if content[4:8] != b"ftyp":
        return set()
    end = min(int.from_bytes(content[:4]), MAX_BRANDS_BYTES)
    return {content[place : place + 4] for place in range(8, end, 4)}


def decode_heif(image: "ImageFile") -> RgbImage:
    """Turned upright: by HEIC's decoder, or here for AVIF. Raises HeifError."""
    from PIL import ImageOps

    try:
        return np.array(ImageOps.exif_transpose(image).convert("RGB"))
    except FAULTS as error:
        raise HeifError(UNREADABLE) from error
