"""Read and write image files: the only decoder, the only list of suffixes.

Colour profiles are ignored: a face in Display P3 or Adobe RGB is as similar as in sRGB.
"""

from enum import StrEnum
from pathlib import Path

import cv2
import numpy as np

from model.messages.message import Message, message_of, sentences
from model.messages.message_error import MessageError
from model.storage.encrypted_file import EncryptionError, LockedError, read_file
from model.storage.os_errors import system_reason
from model.vision.frame import RgbImage
from model.vision.heif import HeifError, decode_heif, is_heif, open_heif

IMAGE_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".heic", ".heif", ".hif", ".avif"}
    | {".bmp", ".tif", ".tiff", ".gif", ".pbm", ".pgm", ".ppm", ".pnm"}
)
MAX_BYTES = 500_000_000
MAX_PIXELS = 50_000_000
"""The same limit as OpenCV's, set in ``model/__init__.py``; OpenCV checks it before it allocates memory."""
MAX_SIDE = 32_766
"""Pixels: OpenCV cannot sample longer images."""
SUPPORTED_FORMATS = Message("JPEG, PNG, WebP, HEIC, AVIF, BMP or TIFF")


class ImageFileFault(StrEnum):
    NO_FILE = "no file"
    UNREADABLE = "cannot be read"
    NOT_AN_IMAGE = "not a picture"
    TOO_LARGE = "too large"


class ImageFileError(MessageError, ValueError):
    """The file is missing, not an image, or too large. ``reason`` completes a sentence about it."""

    def __init__(self, path: Path, fault: ImageFileFault, reason: Message) -> None:
        super().__init__(Message("{file} {reason}", file=path, reason=reason))
        self.fault = fault
        self.reason = reason


def read_image_file(path: Path) -> RgbImage:
    """The image, turned upright by its EXIF orientation. Grey, transparent and 16-bit images are converted.

    Raises ImageFileError.
    """
    return decode_image(path, image_file_content(path))


def image_file_content(path: Path) -> bytes:
    """The file's bytes, decrypted. Pipes and devices, which may be endless, are refused. Raises
    ImageFileError, and LockedError for an encrypted file without its key."""
    try:
        if not path.is_file():
            folder, missing = (
                Message("is a folder. Name a picture in it."),
                Message("does not exist. Check its name."),
            )
            reason = folder if path.is_dir() else missing
            raise ImageFileError(path, ImageFileFault.NO_FILE, reason)
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise _too_large(path, Message("Received: {size} bytes.", size=size))
        return read_file(path)
    except LockedError:
        raise
    except EncryptionError as error:
        raise ImageFileError(path, ImageFileFault.UNREADABLE, error.reason) from error
    except OSError as error:
        reason = Message("cannot be read: {reason}. Check that you may read it.", reason=system_reason(error))
        raise ImageFileError(path, ImageFileFault.UNREADABLE, reason) from error


def decode_image(path: Path, content: bytes) -> RgbImage:
    """Decode the ``content`` of ``path`` as ``read_image_file`` does. Raises ImageFileError.

    The size is checked before anything is decoded; OpenCV itself refuses more than ``MAX_PIXELS``.
    """
    image = _decode_heif(path, content) if is_heif(content) else _decode(path, content)
    height, width = image.shape[:2]
    _require_size(path, width, height)
    return image


def encode_jpeg(image: RgbImage, quality: int) -> bytes:
    """``quality``: 0 to 100."""
    bgr = cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    return cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def recompress(image: RgbImage, quality: int) -> RgbImage:
    """The image after JPEG compression."""
    content = np.frombuffer(encode_jpeg(image, quality), np.uint8)
    return np.asarray(cv2.imdecode(content, cv2.IMREAD_COLOR_RGB), np.uint8)


def image_files_in(folder: Path) -> list[Path]:
    """The image files directly in ``folder``, by their suffix, in name order, without hidden files.

    Raises OSError when the folder cannot be listed.
    """
    return sorted(path for path in folder.iterdir() if has_image_suffix(path) and path.is_file())


def has_image_suffix(path: Path) -> bool:
    """False for hidden files."""
    return path.suffix.lower() in IMAGE_SUFFIXES and not path.name.startswith(".")


def _decode_heif(path: Path, content: bytes) -> RgbImage:
    try:
        image = open_heif(content)
        _require_size(path, *image.size)
        return decode_heif(image)
    except HeifError as error:
        raise ImageFileError(path, ImageFileFault.NOT_AN_IMAGE, message_of(error)) from error


def _decode(path: Path, content: bytes) -> RgbImage:
    """Decode from memory: OpenCV cannot open every file name on Windows."""
    try:
        image = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR_RGB) if content else None
    except cv2.error as error:
        if "CV_IO_MAX_IMAGE" in str(error):  # OpenCV's own limit, checked with the image's header
            raise _too_large(path) from error
        image = None
    if image is None:
        reason = Message("is not a picture, or is damaged. Use {formats}.", formats=SUPPORTED_FORMATS)
        raise ImageFileError(path, ImageFileFault.NOT_AN_IMAGE, reason)
    return np.asarray(image, np.uint8)


def _require_size(path: Path, width: int, height: int) -> None:
    if height * width > MAX_PIXELS or max(height, width) > MAX_SIDE:
        raise _too_large(path, Message("Received: {width}x{height}.", width=width, height=height))


def _too_large(path: Path, received: Message | None = None) -> ImageFileError:
    limit = Message(
        "is larger than {megapixels} megapixels or {side} pixels a side.",
        megapixels=MAX_PIXELS // 1_000_000,
        side=MAX_SIDE,
    )
    reason = sentences(limit, received or "", Message("Scale it down."))
    return ImageFileError(path, ImageFileFault.TOO_LARGE, reason)
