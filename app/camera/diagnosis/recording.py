"""Why a file cannot be played: from its bytes, in words."""

import struct
from pathlib import Path
from typing import BinaryIO

from app.camera.source import CameraError

PLAYABLE = "Use a recording: MP4, MOV, AVI or GIF."
CONVERT = "Convert it to H.264: ffmpeg -i OLD.mp4 -c:v libx264 NEW.mp4"
HEAD_BYTES = 16
SIGNATURES = {
    "an MP4 or MOV": (4, (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")),
    "an AVI": (8, (b"AVI ",)),
    "a Matroska or WebM": (0, (b"\x1aE\xdf\xa3",)),
    "a GIF": (0, (b"GIF8",)),
    "an MPEG": (0, (b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3")),
    "a WMV": (0, (b"0&\xb2u",)),
    "an FLV": (0, (b"FLV\x01",)),
}
"""How files of a kind begin: at which byte, with which of these."""


def require_readable(path: Path) -> None:
    """Raises CameraError when the file is empty, or may not be read: the decoder would not say which."""
    try:
        with path.open("rb") as file:
            empty = not file.read(1)
    except PermissionError as error:
        advice = "Change who may read it, or copy it to a folder of yours."
        raise CameraError(f"You may not read {path}. {advice}") from error
    except OSError as error:
        raise CameraError(f"{path} cannot be read: {error.strerror or error}. Copy it elsewhere.") from error
    if empty:
        raise CameraError(f"{path} is empty. Wait until it is written, or copy it again.")


def open_error(path: Path) -> CameraError:
    """About a file in which no video is found."""
    with path.open("rb") as file:
        kind = _kind(file.read(HEAD_BYTES))
        if kind is None:
            return CameraError(f"{path} is not a video that can be played. {PLAYABLE}")
        if _is_cut_off(file, path.stat().st_size):
            advice = "Wait until it is written, copy it again, or record it again."
            return CameraError(f"{path} is only a part of {kind} file: its end is missing. {advice}")
    return CameraError(f"{path} is {kind} file that is damaged, or in a format unknown here. {CONVERT}")


def decode_error(name: str, codec: str) -> CameraError:
    """About a video none of whose pictures can be decoded; an empty ``codec`` is not known."""
    encoded = f" (its format is {codec})" if codec else ""
    return CameraError(f"No picture of {name} can be decoded{encoded}. {CONVERT}")


def _kind(head: bytes) -> str | None:
    for kind, (place, beginnings) in SIGNATURES.items():
        if head[place:].startswith(beginnings):
            return kind
    return None


def _is_cut_off(file: BinaryIO, size: int) -> bool:
    """Whether the file ends before its own table of contents says; False for kinds that have none."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if head.startswith(b"RIFF"):
        stated = struct.unpack("<I", head[4:8])[0]
        return not 0 < stated <= size
    return _kind(head) == next(iter(SIGNATURES)) and _lacks_boxes(file, size)


def _lacks_boxes(file: BinaryIO, size: int) -> bool:
    """Whether a box of an MP4 reaches beyond the end, or the one with the table of contents is missing."""
    place, found = 0, set()
    while place < size:
        file.seek(place)
        length, name = struct.unpack(">I4s", file.read(8).ljust(8, b"\0"))
        if length == 1:
            length = struct.unpack(">Q", file.read(8).ljust(8, b"\0"))[0]
        found.add(name)
        if length == 0:  # up to the end
            break
        place += max(length, 8)
    return place > size or b"moov" not in found
