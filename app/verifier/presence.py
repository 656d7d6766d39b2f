"""Notice when the person who was verified leaves the chair."""

from app.camera.source import CameraError, FrameSource
from app.camera.stall_detector import FrameStatus, StallDetector
from model.verification.session import VerificationSession


def watch_until_left(session: VerificationSession, source: FrameSource, leave_after_s: float) -> None:
    """Return once no frame has verified for ``leave_after_s``, or the camera can no longer see.

    A stranger in the chair does not count as the person. A camera that ends, fails or freezes counts as left:
    the camera does not show who is there then.
    """
    detector, last_seen_s = StallDetector(), None
    try:
        while (frame := source.read()) is not None:
            status = detector.check(frame)
            if status.unusable:
                return
            fresh = status is FrameStatus.FRESH
            if last_seen_s is None or (fresh and session.process(frame).decision.verified):
                last_seen_s = frame.seconds
            if frame.seconds - last_seen_s >= leave_after_s:
                return
    except CameraError:
        return
