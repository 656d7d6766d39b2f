"""Measure the depth of a face track repeatedly, from the texture that is tracked on it."""

import math
from collections import deque
from dataclasses import dataclass
from statistics import median

from model.liveness.depth.face_patch import FacePatch
from model.liveness.depth.feature_tracks import MIN_CORNERS, FeatureTracks
from model.liveness.depth.surface_fit import unexplained_motion
from model.vision.face import Face
from model.vision.frame import Frame
from model.vision.head_pose import head_pose

WINDOW_S = 1.3
"""Corners are followed for this long; then new ones are chosen."""
INTERVAL_S = 0.15
MEASURES = 5
"""The median of this many consecutive measures decides."""
MIN_DEPTH = 0.009
"""Motion that no bent sheet explains, in eye distances."""
MAX_FLATNESS = 0.006
"""A face that turned, and has no more unexplained motion, is flat."""
TURNED_DEGREES = 14.0
"""By the landmarks, which turn in a tilted photograph, too."""


@dataclass(slots=True)
class _Window:
    """Corners that are followed from the frame at ``start_s``."""

    start_s: float
    measured_s: float
    patch: FacePatch
    face: Face
    tracks: FeatureTracks


class DepthMeasurement:
    """``has_details``: whether the face shows enough corners to follow."""

    def __init__(self) -> None:
        self.has_details = True
        self._window: _Window | None = None
        self._newest: deque[float] = deque(maxlen=MEASURES)
        self._while_turned: deque[float] = deque(maxlen=MEASURES)

    @property
    def value(self) -> float | None:
        """The median of the newest measures; higher = deeper."""
        return median(self._newest) if self._newest else None

    @property
    def is_deep(self) -> bool:
        full = len(self._newest) == MEASURES and math.isfinite(sum(self._newest))
        return full and median(self._newest) >= MIN_DEPTH

    @property
    def is_flat(self) -> bool:
        return len(self._while_turned) == MEASURES and median(self._while_turned) <= MAX_FLATNESS

    def forget_depth(self) -> None:
        """Only motion from now on shows depth."""
        self._newest.clear()

    def add(self, frame: Frame, face: Face) -> None:
        window = self._window
        if window is None or frame.seconds - window.start_s > WINDOW_S or len(window.tracks) < MIN_CORNERS:
            self._window = self._start(frame, face)
            return
        window.tracks.follow(window.patch.grey(frame.image))
        if frame.seconds - window.measured_s >= INTERVAL_S:
            window.measured_s = frame.seconds
            self._measure(window, face)

    def _start(self, frame: Frame, face: Face) -> _Window:
        patch = FacePatch.around(face, frame.image)
        grey = patch.grey(frame.image)
        tracks = FeatureTracks(grey, patch.skin_mask(face, grey.shape))
        self.has_details = len(tracks) >= MIN_CORNERS
        return _Window(frame.seconds, frame.seconds, patch, face, tracks)

    def _measure(self, window: _Window, face: Face) -> None:
        match = window.tracks.match()
        if match is None:
            return
        measure = unexplained_motion(match, window.patch.scale * window.face.eye_distance)
        self._newest.append(measure)
        if turn_between(window.face, face) >= TURNED_DEGREES:
            self._while_turned.append(measure)


def turn_between(before: Face, after: Face) -> float:
    """How far the head turned to a side, in degrees."""
    return abs(head_pose(after.landmarks).yaw - head_pose(before.landmarks).yaw)
