"""From what a person writes after ``--camera`` to an open source."""

import re
from pathlib import Path

from app.camera.demo import DemoCamera
from app.camera.folder import FolderSource
from app.camera.opencv import open_recording, open_stream, open_webcam
from app.camera.source import CameraError, FrameSource
from app.url_redaction import redact_camera

ACCEPTED = (
    "a camera's number such as 0, a video file, a folder of pictures, "
    "an address (http://, https:// or rtsp://), or demo, demo:grace, demo:both, demo:none"
)


def open_source(spec: str) -> FrameSource:
    """Open ``spec``, one of ``ACCEPTED``; a file or folder named like another form is reached as ``./0``.

    Raises CameraError, as CameraLostError where a camera may come back by itself. A source that failed or was
    closed is had again by calling this again.
    """
    if re.fullmatch(r"[0-9]{1,3}", spec):
        return open_webcam(int(spec))
    if spec == "demo" or spec.startswith("demo:"):
        return DemoCamera.from_spec(spec)
    if re.match(r"(https?|rtsp)://", spec):
        return open_stream(spec)
    return _open_path(spec)


def is_folder(spec: str) -> bool:
    """Whether ``open_source`` would open a folder of pictures."""
    if re.match(r"[0-9]{1,3}$|demo$|demo:|(https?|rtsp)://", spec):
        return False
    try:
        return bool(spec) and Path(spec).expanduser().is_dir()
    except (OSError, RuntimeError):
        return False


def _open_path(spec: str) -> FrameSource:
    try:
        path = Path(spec).expanduser()
        if spec and path.is_dir():
            return FolderSource(path)
        if spec and path.is_file():
            return open_recording(path)
    except (
        OSError,
        RuntimeError,
    ) as error:  # too long a name, a closed folder, no such ~user
        raise CameraError(f"{redact_camera(spec)} cannot be read: {error}. Is the name right?") from error
    raise CameraError(
        f"There is no such camera, file or folder. Received: {redact_camera(spec)!r}. Accepted: {ACCEPTED}."
    )
