import numpy as np
import pytest

from app.camera.demo.camera import DemoCamera
from app.camera.factory import open_source
from app.camera.rotation import RotatedSource, rotated
from tests.support.fakes import FakeSource, frame_of

CORNER = np.zeros((2, 3, 3), np.uint8)
CORNER[0, 0] = 9
"""Bright at the top left."""


@pytest.mark.parametrize(
    ("rotation", "shape", "place"), [(90, (3, 2), (0, 1)), (180, (2, 3), (1, 2)), (270, (3, 2), (2, 0))]
)
def test_every_frame_is_turned_clockwise(rotation, shape, place) -> None:
    with rotated(FakeSource([frame_of(CORNER, 4)]), rotation) as source:
        frame = source.read()
        assert (frame.image.shape[:2], frame.index, frame.seconds) == (shape, 4, 4 / 30)
        assert frame.image[place].tolist() == [9, 9, 9]
        assert frame.image.flags.c_contiguous
        assert source.read() is None


def test_it_is_else_as_the_camera_is_and_closes_it() -> None:
    camera = FakeSource([], live=False, fps=12.0)
    with RotatedSource(camera, 90) as source:
        assert (source.name, source.live, source.fps) == (camera.name, False, 12.0)
    assert camera.closed


def test_a_camera_that_stands_upright_is_left_as_it_is() -> None:
    assert isinstance(open_source("demo"), DemoCamera)
    with open_source("demo", 270) as source:
        assert source.read().image.shape == (640, 480, 3)
