"""Make the artefacts of an attack test from frames of the user: a sheet to print, and a clip to replay."""

import stat
import zlib
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from app.camera.source import CameraError
from model.messages.message import Message
from model.storage.atomic_file import write_atomically
from model.vision.face import LEFT_EYE, RIGHT_EYE, Face
from model.vision.frame import RgbImage

PAGE_MM = (210, 297)
"""A4, upright."""
DPI = 200
MM_PER_INCH = 25.4
EYE_DISTANCE_MM = 63.0
"""Pupil distance of an adult: the face is printed at its natural size."""
EYES_SHARE = 0.42
"""Share of the page's height from its top to the eyes."""
PRINT, CLIP = "print.png", "replay.mp4"


def print_page(image: RgbImage, face: Face) -> RgbImage:
    """A page with the picture at the natural size of its face, white where the picture ends."""
    width, height = (round(side * DPI / MM_PER_INCH) for side in PAGE_MM)
    scale = EYE_DISTANCE_MM * DPI / MM_PER_INCH / face.eye_distance
    eyes = face.landmarks[[LEFT_EYE, RIGHT_EYE]].mean(axis=0)
    shift = np.array([width / 2, EYES_SHARE * height]) - scale * eyes
    matrix = np.array([[scale, 0, shift[0]], [0, scale, shift[1]]])
    page = cv2.warpAffine(
        image,
        matrix,
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(255,) * 3,
    )
    return np.asarray(page, np.uint8)


def write_print(image: RgbImage, face: Face, folder: Path) -> Path:
    """Write the page as a PNG that says its resolution. Raises OSError."""
    dots_per_metre = round(DPI / MM_PER_INCH * 1000)
    page = cv2.cvtColor(print_page(image, face), cv2.COLOR_RGB2BGR)
    encoded = cv2.imencode(".png", page)[1].tobytes()
    path = folder / PRINT
    write_atomically(path, with_resolution(encoded, dots_per_metre))
    return path


def write_clip(images: Sequence[RgbImage], fps: float, folder: Path) -> Path:
    """Write the pictures as a video, forwards and backwards, that only its owner may read. Raises CameraError
    when it cannot be encoded."""
    path = folder / CLIP
    height, width = images[0].shape[:2]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), fps, (width, height))
    if not writer.isOpened():
        raise CameraError(
            Message("The clip cannot be written to {path}. Choose another folder with --out.", path=path)
        )
    for image in [*images, *images[::-1]]:
        writer.write(cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
    writer.release()
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    return path


def with_resolution(png: bytes, dots_per_metre: int) -> bytes:
    """``png`` with a pHYs chunk, so that it is printed at its natural size (PNG specification, 11.3.5.3)."""
    after_header = 8 + 4 + 4 + 13 + 4
    content = b"pHYs" + 2 * dots_per_metre.to_bytes(4, "big") + b"\x01"
    chunk = (len(content) - 4).to_bytes(4, "big") + content + zlib.crc32(content).to_bytes(4, "big")
    return png[:after_header] + chunk + png[after_header:]
