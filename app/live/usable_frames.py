"""Read a source frame by frame, without frames that show nothing to judge."""

from collections.abc import Iterator

from app.camera.source import CameraError, FrameSource
from app.camera.stall_detector import FrameStatus, StallDetector, stall_message
from model.vision.frame import Frame


def usable_frames(source: FrameSource, limit_s: float) -> Iterator[Frame]:
    """Frames that are neither frozen nor black, up to ``limit_s``. Raises CameraError when a camera ends with
    others."""
    watch, seen = StallDetector(), FrameStatus.FRESH
    while (frame := source.read()) is not None and frame.seconds <= limit_s:
        seen = watch.check(frame)
        if seen is FrameStatus.FRESH:
            yield frame
    if seen.unusable and source.live:
        raise CameraError(stall_message(source, seen))
