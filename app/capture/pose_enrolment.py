"""Guided enrolment: crops of the face in five poses, in any order, in a limited time."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from app.capture.collector import CollectReport
from app.capture.diversity import DiversityFilter
from model.vision.frame import RgbImage
from model.vision.head_pose import HeadPose, head_pose


class Side(StrEnum):
    """Where the head points, as the person sees it."""

    STRAIGHT = "straight"
    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"


class SideState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    SKIPPED = "skipped"


CROPS_PER_SIDE = 2
TOTAL_CROPS = CROPS_PER_SIDE * len(Side)
MIN_GAP_S = 0.3
"""Minimum time between two crops: crops of the same moment look alike."""
MAX_STRAIGHT_YAW = 12.0
"""Degrees. The pitch of a straight face is not limited: it differs from person to person."""
MIN_YAW, MIN_PITCH = 9.0, 8.0
"""Degrees from the straight pose: enough for another view, and comfortable."""
SIDE_TIMEOUT_S = 4.0
"""A pose that the person does not reach in this time is skipped. It still counts if it is reached later."""
TIME_LIMIT_S = 18.0
"""For all poses together. Other different crops replace those of skipped poses."""


@dataclass(frozen=True, slots=True)
class EnrolmentProgress:
    """``current``: the pose to take now; None when every pose is done or skipped. ``taken`` of
    ``wanted`` crops. ``seconds_left`` until the enrolment ends with the crops that it has."""

    sides: dict[Side, SideState]
    current: Side | None
    taken: int
    wanted: int
    seconds_left: float
    done: bool


class PoseEnrolment:
    """Offer it every report; it takes good crops of every pose. It waits for the straight face. It is done
    with ``TOTAL_CROPS``, or when time is up. Angles are relative to the straight pose of this person, because
    noses differ.
    """

    def __init__(self) -> None:
        self.crops: list[RgbImage] = []
        self._taken: Counter[Side] = Counter()
        self._skipped: set[Side] = set()
        self._straight: HeadPose | None = None
        self._diversity = DiversityFilter()
        self._now_s = self._offset_s = 0.0
        self._started_s: float | None = None
        self._last_crop_s = -MIN_GAP_S
        self._side_since_s = 0.0
        self._ended_by_user = False

    @property
    def progress(self) -> EnrolmentProgress:
        elapsed = 0.0 if self._started_s is None else self._now_s - self._started_s
        left = max(0.0, TIME_LIMIT_S - elapsed)
        sides = {side: self._state(side) for side in Side}
        return EnrolmentProgress(
            sides, self._current(), len(self.crops), TOTAL_CROPS, left, self._is_done(left)
        )

    def offer(self, report: CollectReport) -> None:
        """Take the crop of ``report`` if it is good, differs, and is wanted. Time is that of the frames; it
        starts with the first good face."""
        self._advance_to(report.frame.seconds)
        if report.crop is not None and report.face and not report.reason and not self.progress.done:
            if self._started_s is None:
                self._started_s = self._side_since_s = self._now_s
            self._offer(report.crop, head_pose(report.face.landmarks))
        self._skip_unreachable()

    def _advance_to(self, seconds: float) -> None:
        """``seconds`` start at zero again when a lost camera is reopened; the time of the enrolment does
        not."""
        if seconds + self._offset_s < self._now_s:
            self._offset_s = self._now_s - seconds
        self._now_s = seconds + self._offset_s

    def skip(self) -> None:
        """Skip the current pose; once none is left, end. The straight face cannot be skipped."""
        current = self._current()
        if current is None:
            self._ended_by_user = True
        elif current is not Side.STRAIGHT:
            self._skipped.add(current)
            self._side_since_s = self._now_s

    def _offer(self, crop: RgbImage, pose: HeadPose) -> None:
        side = self._side(pose)
        if side is None or self._now_s - self._last_crop_s < MIN_GAP_S:
            return
        if self._state(side) is not SideState.DONE:
            self._take(crop, pose, side)
            self._side_since_s = self._now_s
        elif self._skipped and self._diversity.is_new(crop):
            self._take(crop, pose, side)

    def _take(self, crop: RgbImage, pose: HeadPose, side: Side) -> None:
        self._straight = self._straight or pose
        self._diversity.remember(crop)
        self.crops.append(crop)
        self._taken[side] += 1
        self._last_crop_s = self._now_s

    def _side(self, pose: HeadPose) -> Side | None:
        """Before the first crop, only the straight pose or None."""
        if self._straight is None:
            return Side.STRAIGHT if abs(pose.yaw) <= MAX_STRAIGHT_YAW else None
        yaw, pitch = pose.yaw - self._straight.yaw, pose.pitch - self._straight.pitch
        if abs(yaw) >= MIN_YAW and abs(yaw) >= abs(pitch):
            return Side.LEFT if yaw > 0 else Side.RIGHT
        if abs(pitch) >= MIN_PITCH:
            return Side.UP if pitch > 0 else Side.DOWN
        return Side.STRAIGHT

    def _current(self) -> Side | None:
        return next((side for side in Side if self._state(side) is SideState.WAITING), None)

    def _state(self, side: Side) -> SideState:
        if self._taken[side] >= CROPS_PER_SIDE:
            return SideState.DONE
        return SideState.SKIPPED if side in self._skipped else SideState.WAITING

    def _skip_unreachable(self) -> None:
        overdue = self._started_s is not None and self._now_s - self._side_since_s >= SIDE_TIMEOUT_S
        if overdue and self._current() is not None:
            self.skip()

    def _is_done(self, seconds_left: float) -> bool:
        if self._state(Side.STRAIGHT) is not SideState.DONE:
            return False
        return len(self.crops) >= TOTAL_CROPS or seconds_left == 0 or self._ended_by_user
