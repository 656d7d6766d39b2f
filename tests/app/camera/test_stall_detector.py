from itertools import islice

import numpy as np
import pytest

from app.camera.demo.camera import SCENES, DemoCamera
from app.camera.stall_detector import (
    STALL_AFTER_S,
    FrameStatus,
    StallDetector,
    frames_equal,
    frames_nearly_equal,
    stall_message,
)
from model.vision.frame import Frame
from tests.support.fakes import FakeSource, grey, sharp_image

BLACK = np.random.default_rng(0).integers(0, 12, (480, 640, 3)).astype(np.uint8)
"""A covered lens: only noise."""
DARK_ROOM = BLACK.copy()
DARK_ROOM[100:250, 200:350] += 60
FACE, OTHER = sharp_image(120), sharp_image(121)
BUFFERS = [sharp_image(60 + number) for number in range(4)]
MOVING = [(sharp_image(100 + number), 0.1 * number) for number in range(10)]
STAYS = STALL_AFTER_S * 1.1


def seen(*shown: tuple[np.ndarray, float]) -> list[FrameStatus]:
    watch = StallDetector()
    return [watch.check(Frame(image, index, seconds)) for index, (image, seconds) in enumerate(shown)]


CASES = {
    "one after another": ([(FACE, 0.0), (OTHER, 0.1)], FrameStatus.FRESH),
    "one that was there before": ([(FACE, 0.0), (OTHER, 0.1), (FACE, 0.2)], FrameStatus.REPEATED),
    "one that was there long before": ([(FACE, 0.0), *MOVING, (FACE, 9.0)], FrameStatus.FRESH),
    "buffers in turn": ([(BUFFERS[turn % 4], turn * STAYS / 7) for turn in range(12)], FrameStatus.FROZEN),
    "twice": ([(FACE, 0.0), (FACE, 0.1)], FrameStatus.REPEATED),
    "twice of a slow camera": ([(FACE, 0.0), (FACE, 30.0)], FrameStatus.REPEATED),
    "frozen": ([(FACE, STAYS * third / 3) for third in range(4)], FrameStatus.FROZEN),
    "frozen, then another": (
        [*((FACE, STAYS * third / 3) for third in range(4)), (OTHER, 9.0)],
        FrameStatus.FRESH,
    ),
    "black at the start": ([(BLACK, 0.0), (BLACK[::-1], 0.5)], FrameStatus.FRESH),
    "covered": ([(FACE, 0.0), (BLACK, 0.1), (BLACK[::-1], STAYS)], FrameStatus.BLACK),
    "uncovered": ([(BLACK, 0.0), (BLACK[::-1], STAYS), (FACE, 2 * STAYS)], FrameStatus.FRESH),
    "covered and frozen": ([(BLACK, STAYS * third / 3) for third in range(4)], FrameStatus.BLACK),
    "a dark room": ([(DARK_ROOM, 0.0), (DARK_ROOM[::-1], 2 * STAYS)], FrameStatus.FRESH),
    "of another size": ([(grey(), 0.0), (grey(height=100), 0.1)], FrameStatus.FRESH),
}


@pytest.mark.parametrize(("shown", "last"), CASES.values(), ids=CASES)
def test_what_a_camera_sees(shown: list[tuple[np.ndarray, float]], last: FrameStatus) -> None:
    assert seen(*shown)[-1] is last


def test_what_an_encoder_changes_in_a_still_is_nearly_the_same_and_a_moved_hand_is_not() -> None:
    still = sharp_image(size=320)
    refined, moved = still.copy(), still.copy()
    refined[::7, ::5] += 1
    moved[160:220, 100:140] = 90
    assert frames_nearly_equal(still, refined)
    assert not frames_nearly_equal(still, moved)
    assert not frames_nearly_equal(still, grey())


@pytest.mark.parametrize(
    ("live", "seen", "words"),
    [
        (True, FrameStatus.FROZEN, "fake camera keeps sending the same picture. Restart it"),
        (True, FrameStatus.BLACK, "fake camera sends only black pictures. Open its cover"),
        (False, FrameStatus.BLACK, "fake camera shows only black pictures. Wait for a change"),
    ],
)
def test_a_frozen_or_black_source_is_reported_with_the_next_step(
    live: bool, seen: FrameStatus, words: str
) -> None:
    assert words in stall_message(FakeSource([], live=live), seen)


def test_a_change_of_a_hand_of_pixels_is_a_change() -> None:
    moved = grey(120, 480, 640)
    moved[200:232, 300:340] += 1
    assert not frames_equal(grey(120, 480, 640), moved)


@pytest.mark.parametrize("scene", SCENES)
def test_the_demo_camera_is_never_taken_for_blind(scene: str) -> None:
    time = iter(range(1000))
    camera = DemoCamera(scene, clock=lambda: float(next(time)), sleep=lambda seconds: None)
    watch = StallDetector()
    frames = islice(iter(camera.read, None), 20)
    assert {watch.check(frame) for frame in frames} == {FrameStatus.FRESH}
