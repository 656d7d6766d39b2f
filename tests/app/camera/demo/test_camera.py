from dataclasses import replace

import numpy as np
import pytest

from app.camera.demo.camera import FPS, SCENES, DemoCamera, SceneRenderer
from app.camera.demo.portraits import EILEEN_COLLINS
from app.camera.source import CameraError
from model.vision.mtcnn import MtcnnFinder


class FakeTime:
    def __init__(self):
        self.now = 50.0

    def clock(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


@pytest.fixture(scope="module")
def finder():
    return MtcnnFinder()


def camera(scene="eileen", seed=0):
    time = FakeTime()
    return DemoCamera(scene, seed, time.clock, time.sleep), time


def pictures(scene, numbers, seed=0):
    renderer = SceneRenderer(SCENES[scene], seed)
    return [renderer.render(number) for number in numbers]


def likeness(one, other):
    """Correlation: 1 for the same picture in whatever light."""
    return np.corrcoef(one.ravel(), other.ravel())[0, 1]


def test_it_delivers_thirty_frames_a_second_like_a_webcam():
    source, _ = camera()
    frames = [source.read() for _ in range(4)]
    assert source.live
    assert [frame.index for frame in frames] == [0, 1, 2, 3]
    assert [frame.seconds for frame in frames] == pytest.approx([0, 1 / FPS, 2 / FPS, 3 / FPS])
    assert (frames[0].image.shape, frames[0].image.dtype) == ((480, 640, 3), np.uint8)


def test_a_late_reader_gets_a_frame_at_once_and_no_burst_afterwards():
    source, time = camera()
    source.read()
    time.sleep(1.0)
    late, next_one = source.read(), source.read()
    assert late.seconds == pytest.approx(1.0)
    assert next_one.seconds == pytest.approx(1.0 + 1 / FPS)


def test_the_pictures_depend_on_seed_and_number_alone():
    first, second = pictures("eileen", [0, 37]), pictures("eileen", [37, 0])
    assert np.array_equal(first[0], second[1])
    assert np.array_equal(first[1], second[0])
    assert not np.array_equal(first[0], pictures("eileen", [0], seed=1)[0])


def test_the_person_moves_the_room_stays():
    before, after = pictures("eileen", [0, 40])
    person, shelf = (slice(100, 300), slice(220, 420)), (slice(80, 170), slice(500, 620))
    assert likeness(before[shelf], after[shelf]) > 0.97
    assert likeness(before[person], after[person]) < 0.9


@pytest.mark.parametrize(("scene", "faces"), [("eileen", 1), ("grace", 1), ("both", 2), ("none", 0)])
def test_the_finder_sees_who_is_there_large_enough(finder, scene, faces):
    for picture in pictures(scene, range(0, 300, 60)):
        found = finder.find(picture)
        assert len(found) == faces
        assert all(50 <= face.eye_distance <= 80 for face in found)


def test_eyes_are_where_the_pose_puts_them(finder):
    (seat,) = SCENES["eileen"]
    still = replace(seat, pose=replace(seat.pose, x=300, y=200, eye_distance=60))
    landmarks = finder.find(SceneRenderer((still,), seed=0).render(0))[0].landmarks
    assert np.linalg.norm(landmarks[:2].mean(axis=0) - [300, 200]) < 25


def test_a_missing_portrait_is_named_with_what_to_do():
    with pytest.raises(CameraError, match=r"gone\.png.*Install Sameface again"):
        replace(EILEEN_COLLINS, file="gone.png").read()
