"""Open the source that ``--camera`` names."""

import re
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from app.camera.demo.camera import DemoCamera
from app.camera.image_folder import FolderSource
from app.camera.opencv import open_webcam
from app.camera.rotation import rotated
from app.camera.source import CameraError, CameraLostError, FrameSource
from app.camera.webcams import Webcam, find_webcams, webcams
from app.system.url_redaction import redact_camera
from model.installation.commands import typed
from model.messages.message import Message, sentences
from model.storage.os_errors import system_reason
from model.vision.image_file import IMAGE_SUFFIXES
from model.vision.orientation import Rotation

ACCEPTED = Message(
    "a camera number such as 0, a camera name, a video file, a folder of pictures, "
    "an address (http://, https://, rtsp:// or rtmp://), or demo, demo:grace, demo:both, demo:none"
)
ACCEPTED_HINT = Message("Accepted: {accepted}.", accepted=ACCEPTED)
NUMBER = re.compile(r"[0-9]{1,3}")
DEMO = re.compile(r"demo(:.*)?", re.DOTALL)
ADDRESS = re.compile(r"(https?|rtsps?|rtmps?)://.*", re.DOTALL | re.IGNORECASE)
DEVICE = re.compile(r"/dev/(video[0-9]+|v4l/.+)|\\\\\?\\.+")
"""The path of a webcam on Linux, or on Windows."""
NODE = re.compile(r"video([0-9]+)")
LIKE_A_PATH = re.compile(r".*[/\\].*|.*\.[A-Za-z][A-Za-z0-9]{1,4}", re.DOTALL)


def open_source(spec: str, rotation: Rotation = 0) -> FrameSource:
    """Open ``spec``, one of ``ACCEPTED``, and rotate its frames clockwise by ``rotation`` degrees. A file or
    folder that is named like a camera is written as ``./0``.

    Raises CameraError, and CameraLostError when the camera may become available later. Call it again to
    reopen a source that has failed or was closed.
    """
    return rotated(_open(spec), rotation)


def import_decoder(spec: str) -> None:
    """Import the video decoder if ``open_source`` needs it for ``spec``. That takes 70 ms, in which no other
    thread runs: a window does it before it opens."""
    if ADDRESS.fullmatch(spec) or (is_recording(spec) and not is_folder(spec)):
        import_module("app.camera.video_file")


def is_folder(spec: str) -> bool:
    """Whether ``open_source`` would open a folder of pictures."""
    path = _path_or_none(spec)
    return path is not None and path.is_dir()


def is_recording(spec: str) -> bool:
    """Whether ``open_source`` would open a file or folder, whose frames wait until they are read."""
    return _path_or_none(spec) is not None


def is_demo(spec: str) -> bool:
    """Whether ``open_source`` would open the demo camera."""
    return bool(DEMO.fullmatch(spec))


def webcam_named(spec: str, listed: Sequence[Webcam]) -> Webcam | None:
    """The webcam that ``open_source`` would open; None when there is none, or several, or it is unknown."""
    if NUMBER.fullmatch(spec):
        found = [webcam for webcam in listed if webcam.opencv_index == int(spec)]
    elif DEVICE.fullmatch(spec) and (node := NODE.fullmatch(Path(spec).resolve().name)):
        found = [webcam for webcam in listed if webcam.number == int(node[1])]
    else:
        found = find_webcams(spec, listed) if is_webcam(spec) else []
    return found[0] if len(found) == 1 else None


def is_webcam(spec: str) -> bool:
    """Whether ``spec`` is a webcam's number, path or name, rather than a recording or a stream."""
    if NUMBER.fullmatch(spec) or DEVICE.fullmatch(spec):
        return True
    other = DEMO.fullmatch(spec) or ADDRESS.fullmatch(spec) or LIKE_A_PATH.fullmatch(spec)
    return bool(spec) and not other and _path_or_none(spec) is None


def _open(spec: str) -> FrameSource:
    if NUMBER.fullmatch(spec):
        return open_webcam(int(spec))
    if DEMO.fullmatch(spec):
        return DemoCamera.from_spec(spec)
    if ADDRESS.fullmatch(spec):
        scheme, rest = spec.split(":", 1)
        return _open_stream(f"{scheme.lower()}:{rest}")  # FFmpeg accepts lower case only
    if DEVICE.fullmatch(spec) and (node := NODE.fullmatch(Path(spec).resolve().name)):
        return open_webcam(int(node[1]))
    if path := _existing(spec):
        return FolderSource(path) if path.is_dir() else _open_recording(path)
    return _open_called(spec, webcams() or [])


def _open_stream(url: str) -> FrameSource:
    # Webcams do not need the decoder, which is large.
    from app.camera.network_stream import open_stream

    return open_stream(url)


def _open_recording(path: Path) -> FrameSource:
    if path.suffix.lower() in IMAGE_SUFFIXES - {".gif"}:
        raise CameraError(
            Message(
                "{path} is a single picture, not a recording. Verify it with `{command}`, or name a folder "
                "of pictures.",
                path=path,
                command=typed("verify --image"),
            )
        )
    from app.camera.video_file import VideoFile

    return VideoFile(path)


def _open_called(name: str, listed: Sequence[Webcam]) -> FrameSource:
    """Raises CameraLostError when no webcam has this name now: it may be plugged in later."""
    found = find_webcams(name, listed)
    if len(found) == 1:
        return open_webcam(found[0].opencv_index, found[0].name)
    if found:
        names = ", ".join(f"{webcam.name} ({webcam.number})" for webcam in found)
        raise CameraError(
            Message(
                "Several cameras match {camera}: {names}. Choose one by its number.",
                camera=redact_camera(name),
                names=names,
            )
        )
    there = ", ".join(webcam.name for webcam in listed)
    message = (
        Message("There is no such camera, file or folder: {camera}.", camera=redact_camera(name) or "''"),
        Message("Cameras found: {names}.", names=there) if listed else "",
        ACCEPTED_HINT,
    )
    if is_webcam(name):
        raise CameraLostError(sentences(*message, Message("Connect the camera.")))
    raise CameraError(sentences(*message))


def _path_or_none(spec: str) -> Path | None:
    """The file or folder that ``open_source`` would open."""
    if any(form.fullmatch(spec) for form in (NUMBER, DEMO, ADDRESS, DEVICE)):
        return None
    try:
        return _existing(spec)
    except CameraError:
        return None


def _existing(spec: str) -> Path | None:
    try:
        path = Path(spec).expanduser()
        return path if spec and (path.is_dir() or path.is_file()) else None
    except (OSError, RuntimeError, ValueError) as error:  # too long, a closed folder, no such ~user, a NUL
        reason = system_reason(error) if isinstance(error, OSError) else error
        raise CameraError(
            Message(
                "{source} cannot be read: {reason}. Check the name.",
                source=redact_camera(spec),
                reason=reason,
            )
        ) from error
