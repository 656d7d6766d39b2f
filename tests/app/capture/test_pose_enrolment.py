from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from app.capture.collector import CollectReport, RejectionReason
from app.capture.pose_enrolment import (
    CROPS_PER_SIDE,
    SIDE_TIMEOUT_S,
    TIME_LIMIT_S,
    TOTAL_CROPS,
    PoseEnrolment,
    Side,
    SideState,
)
from app.storage.crop_store import CropCounts
from model.vision.face import NOSE
from model.vision.frame import Frame
from model.vision.quality import Flaw
from tests.support.fakes import face_at, grey, sharp_image

NOSE_AT = {Side.STRAIGHT: (0, 0), Side.LEFT: (8, 0), Side.RIGHT: (-8, 0), Side.UP: (0, -8), Side.DOWN: (0, 8)}
"""Where the nose moves to in the picture, in pixels of a face 150 pixels wide."""


def report(side: Side, seconds: float, flaw: Flaw | RejectionReason | None = None) -> CollectReport:
    face = face_at()
    landmarks = face.landmarks.copy()
    landmarks[NOSE] += np.float32(NOSE_AT[side])
    crop = sharp_image(60 + round(10 * seconds) % 130)
    frame = Frame(grey(), round(30 * seconds), seconds)
    return CollectReport(frame, 1, replace(face, landmarks=landmarks), crop, (), flaw, CropCounts())


def look(enrolment: PoseEnrolment, sides: Sequence[Side], since_s: float = 0.0, step_s: float = 0.5) -> None:
    for index, side in enumerate(sides):
        enrolment.offer(report(side, since_s + step_s * index))


def test_all_sides_in_any_order_complete_it() -> None:
    enrolment = PoseEnrolment()

    order = [Side.STRAIGHT, Side.DOWN, Side.UP, Side.LEFT, Side.RIGHT]
    look(enrolment, [side for side in order for _ in range(CROPS_PER_SIDE)])

    assert enrolment.progress.done
    assert set(enrolment.progress.sides.values()) == {SideState.DONE}
    assert len(enrolment.crops) == TOTAL_CROPS


def test_it_begins_with_the_straight_face() -> None:
    enrolment = PoseEnrolment()
    far_left = report(Side.LEFT, 0.0)
    assert far_left.face
    far_left.face.landmarks[NOSE] += np.float32((20, 0))

    enrolment.offer(far_left)

    assert enrolment.crops == []
    assert enrolment.progress.current is Side.STRAIGHT


@pytest.mark.parametrize("flaw", [Flaw.TOO_DARK, RejectionReason.NEAR_DUPLICATE])
def test_a_crop_that_is_not_good_enough_is_not_taken(flaw: Flaw | RejectionReason) -> None:
    enrolment = PoseEnrolment()

    enrolment.offer(report(Side.STRAIGHT, 0.0, flaw))

    assert enrolment.crops == []


def test_two_crops_of_one_moment_count_once() -> None:
    enrolment = PoseEnrolment()

    look(enrolment, [Side.STRAIGHT] * 3, step_s=0.1)

    assert len(enrolment.crops) == 1


def test_a_side_that_is_not_reached_is_skipped_and_still_counts_later() -> None:
    enrolment = PoseEnrolment()
    look(enrolment, [Side.STRAIGHT] * 2)
    assert enrolment.progress.current is Side.LEFT

    enrolment.offer(report(Side.STRAIGHT, 0.5 + SIDE_TIMEOUT_S))
    assert enrolment.progress.sides[Side.LEFT] is SideState.SKIPPED
    look(enrolment, [Side.LEFT] * 2, since_s=1 + SIDE_TIMEOUT_S)

    assert enrolment.progress.sides[Side.LEFT] is SideState.DONE


def test_the_user_can_skip_every_side_but_the_straight_one() -> None:
    enrolment = PoseEnrolment()

    for _ in range(2 * len(Side)):
        enrolment.skip()
    assert enrolment.progress.current is Side.STRAIGHT
    look(enrolment, [Side.STRAIGHT] * 2)
    for _ in set(Side) - {Side.STRAIGHT}:
        enrolment.skip()

    assert enrolment.progress.current is None
    assert not enrolment.progress.done
    enrolment.skip()
    assert enrolment.progress.done


def test_poses_that_are_skipped_because_of_the_time_do_not_end_it() -> None:
    enrolment = PoseEnrolment()
    look(enrolment, [Side.STRAIGHT] * 2)

    for count in range(1, len(Side)):
        enrolment.offer(report(Side.STRAIGHT, 0.5 + count * SIDE_TIMEOUT_S))
    enrolment.offer(report(Side.STRAIGHT, 0.9 + (len(Side) - 1) * SIDE_TIMEOUT_S))

    assert enrolment.progress.current is None
    assert not enrolment.progress.done


def test_a_camera_that_is_reopened_continues_the_enrolment() -> None:
    """Its times start at zero again."""
    enrolment = PoseEnrolment()
    look(enrolment, [Side.STRAIGHT] * 2, since_s=100.0)

    look(enrolment, [Side.LEFT] * 3, since_s=0.0)

    assert enrolment.progress.sides[Side.LEFT] is SideState.DONE
    assert TIME_LIMIT_S - 2 < enrolment.progress.seconds_left < TIME_LIMIT_S


def test_when_time_is_up_it_ends_with_what_it_has() -> None:
    enrolment = PoseEnrolment()
    look(enrolment, [Side.STRAIGHT] * 2)

    enrolment.offer(report(Side.STRAIGHT, TIME_LIMIT_S))

    assert enrolment.progress.done
    assert enrolment.progress.seconds_left == 0
    assert len(enrolment.crops) >= CROPS_PER_SIDE


def test_time_does_not_run_before_the_first_good_face() -> None:
    enrolment = PoseEnrolment()

    enrolment.offer(report(Side.STRAIGHT, 2 * TIME_LIMIT_S, Flaw.TOO_DARK))

    assert enrolment.progress.seconds_left == TIME_LIMIT_S
