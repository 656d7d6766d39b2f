import numpy as np
import pytest
from numpy.typing import NDArray

from model.vision.alignment import TEMPLATE
from model.vision.face import Landmarks
from model.vision.head_pose import EYES_TO_MOUTH, NOSE_DEPTH, head_pose
from model.vision.quality import FRONTAL_NOSE_HEIGHT

EYE_DISTANCE = 60.0
FACE = np.array(
    [
        [-0.5, 0, 0],
        [0.5, 0, 0],
        [0, FRONTAL_NOSE_HEIGHT * EYES_TO_MOUTH, NOSE_DEPTH],
        [-0.4, EYES_TO_MOUTH, 0],
        [0.4, EYES_TO_MOUTH, 0],
    ]
)
"""x to the right, y down, z towards the camera; in eye distances."""


def turned(yaw: float = 0.0, pitch: float = 0.0, roll: float = 0.0) -> Landmarks:
    """The landmarks of ``FACE`` after a rotation in degrees, without perspective."""
    y, p, r = np.radians([yaw, pitch, roll])
    about_vertical = np.array([[np.cos(y), 0, np.sin(y)], [0, 1, 0], [-np.sin(y), 0, np.cos(y)]])
    about_horizontal = np.array([[1, 0, 0], [0, np.cos(p), -np.sin(p)], [0, np.sin(p), np.cos(p)]])
    in_image: NDArray[np.float64] = np.array([[np.cos(r), -np.sin(r)], [np.sin(r), np.cos(r)]])
    flat = (FACE @ about_vertical.T @ about_horizontal.T)[:, :2] @ in_image.T
    return (100 + EYE_DISTANCE * flat).astype(np.float32)


@pytest.mark.parametrize("angle", [-30, -10, 0, 15, 25])
def test_a_turned_head_gives_its_yaw(angle: float) -> None:
    pose = head_pose(turned(yaw=angle))

    assert pose.yaw == pytest.approx(angle, abs=0.1)
    assert pose.pitch == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize("angle", [-25, -10, 0, 10, 25])
def test_a_raised_head_gives_its_pitch(angle: float) -> None:
    pose = head_pose(turned(pitch=angle))

    assert pose.pitch == pytest.approx(angle, abs=0.1)
    assert pose.yaw == pytest.approx(0, abs=0.1)


def test_a_leaning_head_gives_its_roll_and_is_neither_turned_nor_raised() -> None:
    pose = head_pose(turned(roll=20))

    assert (pose.yaw, pose.pitch, pose.roll) == pytest.approx((0, 0, 20), abs=0.1)


def test_the_face_of_the_template_looks_almost_straight() -> None:
    pose = head_pose(TEMPLATE)

    assert abs(pose.yaw) < 2
    assert abs(pose.pitch) < 10
