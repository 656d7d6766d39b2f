"""Explain from its bytes why a file cannot be played."""

import struct
from pathlib import Path
from typing import BinaryIO

from app.camera.source import CameraError
from model.messages.message import Message
from model.storage.os_errors import system_reason

PLAYABLE = Message("Use a recording: MP4, MOV, AVI or GIF.")
CONVERT = Message("Convert it to H.264: ffmpeg -i OLD.mp4 -c:v libx264 NEW.mp4")
HEAD_BYTES = 16
SIGNATURES = {
    Message("an MP4 or MOV"): (4, (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")),
    Message("an AVI"): (8, (b"AVI ",)),
    Message("a Matroska or WebM"): (0, (b"\x1aE\xdf\xa3",)),
    Message("a GIF"): (0, (b"GIF8",)),
    Message("an MPEG"): (0, (b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3")),
    Message("a WMV"): (0, (b"0&\xb2u",)),
    Message("an FLV"): (0, (b"FLV\x01",)),
}
"""Signatures by format: the offset, and the bytes there."""


def require_readable(path: Path) -> None:
    """Raises CameraError for an empty or unreadable file. The decoder does not say which it is."""
    try:
        with path.open("rb") as file:
            empty = not file.read(1)
    except PermissionError as error:
        advice = Message("Change its permissions, or copy it to a folder of your own.")
        raise CameraError(
            Message("You do not have permission to read {path}. {advice}", path=path, advice=advice)
        ) from error
    except OSError as error:
        raise CameraError(
            Message(
                "{path} cannot be read: {reason}. Copy it to another folder.",
                path=path,
                reason=system_reason(error),
            )
        ) from error
    if empty:
        raise CameraError(Message("{path} is empty. Wait until it is complete, or copy it again.", path=path))


def open_error(path: Path) -> CameraError:
    """The error for a file without video."""
    with path.open("rb") as file:
        kind = _kind(file.read(HEAD_BYTES))
        if kind is None:
            return CameraError(
                Message("{path} is not a playable video. {playable}", path=path, playable=PLAYABLE)
            )
        if _is_cut_off(file, path.stat().st_size):
            advice = Message("Wait until it is complete, copy it again, or record it again.")
            return CameraError(
                Message(
                    "{path} is only part of {kind} file: the end is missing. {advice}",
                    path=path,
                    kind=kind,
                    advice=advice,
                )
            )
    return CameraError(
        Message(
            "{path} is {kind} file that is damaged or has an unsupported format. {convert}",
            path=path,
            kind=kind,
            convert=CONVERT,
        )
    )


def decode_error(name: str, codec: str) -> CameraError:
    """The error for a video without a decodable frame. ``codec``: empty when unknown."""
    encoded = Message(" (codec {codec})", codec=codec) if codec else ""
    return CameraError(
        Message(
            "No frame of {name} can be decoded{encoded}. {convert}",
            name=name,
            encoded=encoded,
            convert=CONVERT,
        )
    )


def _kind(head: bytes) -> str | None:
    for kind, (offset, signatures) in SIGNATURES.items():
        if head[offset:].startswith(signatures):
            return kind
    return None


def _is_cut_off(file: BinaryIO, size: int) -> bool:
    """Whether the file is shorter than it says itself. False for formats that do not say."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if head.startswith(b"RIFF"):
        stated = struct.unpack("<I", head[4:8])[0]
        return not 0 < stated <= size
    return _kind(head) == next(iter(SIGNATURES)) and _lacks_boxes(file, size)


def _lacks_boxes(file: BinaryIO, size: int) -> bool:
    """Whether an MP4 box extends beyond the end of the file, or the index (``moov``) is missing."""
    offset, found = 0, set()
    while offset < size:
        file.seek(offset)
        length, name = struct.unpack(">I4s", file.read(8).ljust(8, b"\0"))
        if length == 1:
            length = struct.unpack(">Q", file.read(8).ljust(8, b"\0"))[0]
        found.add(name)
        if length == 0:  # to the end of the file
            break
        offset += max(length, 8)
    return offset > size or b"moov" not in found
