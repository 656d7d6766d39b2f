import numpy as np
import pytest

from app.benchmark.frames import MIN_FRAMES, WARM_UP_FRAMES, Budget, frames
from app.benchmark.scaling import SCENES
from app.camera.demo.camera import SCENES as KNOWN

PLENTY = float("inf")


def test_frames_are_always_the_same_and_the_first_do_not_count() -> None:
    first, again = (list(frames(Budget(4, PLENTY))) for _ in range(2))
    assert [counts for _, counts in first] == [False] * WARM_UP_FRAMES + [True] * 4
    for (frame, _), (other, _) in zip(first, again, strict=True):
        np.testing.assert_array_equal(frame.image, other.image)
        assert (frame.index, frame.seconds) == (other.index, other.seconds)


@pytest.mark.parametrize("size", [(640, 480), (1280, 720), (1920, 1080)])
def test_frames_of_a_size(size: tuple[int, int]) -> None:
    frame, _ = next(frames(Budget(1, PLENTY), size=size))
    assert frame.image.shape == (size[1], size[0], 3)
    assert frame.image.dtype == np.uint8


def test_the_time_ends_them_but_a_few_are_always_counted() -> None:
    assert sum(counts for _, counts in frames(Budget(50, 0.0), "none")) == MIN_FRAMES


def test_the_clock_starts_with_the_first_frame() -> None:
    hands = iter([0.0, 0.5, 0.9, 1.1])
    found = list(frames(Budget(50, 1.0), "none", clock=lambda: next(hands)))
    assert len(found) == WARM_UP_FRAMES + MIN_FRAMES + 2


def test_every_number_of_faces_has_its_scene() -> None:
    assert set(SCENES.values()) <= KNOWN.keys()
