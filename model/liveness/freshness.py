"""Freshness: the frames come from a live camera, in order, and none of them twice."""

import math

from model.liveness.fingerprint import FrameMemory, Repetition
from model.liveness.result import Layer, LayerResult, LayerStatus, LivenessReason
from model.vision.face import Face
from model.vision.frame import Frame

MIN_FRAMES = 8
"""Different frames with the face, on one track."""
MAX_RETURNS = 2
"""Frames that may equal one from earlier in the attempt. A loop returns all of its frames."""
MAX_STILL_SHARE = 0.5
"""Of the frames that equal the one before. Noise alone makes a camera's frames differ."""
MAX_FPS = 1000.0


class Freshness:
    """Fails for frames that repeat, stand still, or have impossible times. ``camera_problem``: why the camera
    itself is not trusted, known before the first frame."""

    layer = Layer.FRESHNESS

    def __init__(self, camera_problem: LivenessReason | None = None) -> None:
        self._problem = camera_problem
        self._memory = FrameMemory()
        self._last: Frame | None = None
        self._frames = self._returns = self._still = 0
        self._on_track = 0

    def restart(self) -> None:
        """Keeps the frames: they may return on another track."""
        self._on_track = 0

    def add(self, frame: Frame, face: Face | None) -> LayerResult:
        time_problem = self._time_problem(frame)
        seen = self._memory.remember(frame.image)
        self._on_track += face is not None and not seen.still
        self._problem = self._problem or time_problem or self._repeat_problem(seen)
        if self._problem:
            return LayerResult(self.layer, LayerStatus.FAILED, self._problem)
        enough = self._on_track >= MIN_FRAMES
        return LayerResult(self.layer, LayerStatus.PASSED if enough else LayerStatus.GATHERING)

    def _time_problem(self, frame: Frame) -> LivenessReason | None:
        last, self._last = self._last, frame
        if not math.isfinite(frame.seconds):
            return LivenessReason.IMPOSSIBLE_TIMES
        if last is None:
            return None
        later = frame.index > last.index and frame.seconds - last.seconds >= 1 / MAX_FPS
        return None if later else LivenessReason.IMPOSSIBLE_TIMES

    def _repeat_problem(self, seen: Repetition) -> LivenessReason | None:
        self._frames += 1
        self._returns += seen.returned
        self._still += seen.still
        returns = self._returns > MAX_RETURNS
        still = self._frames >= MIN_FRAMES and self._still > MAX_STILL_SHARE * self._frames
        return LivenessReason.REPEATED_FRAMES if returns or still else None
