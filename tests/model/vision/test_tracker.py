from dataclasses import replace

import pytest

from app.camera.demo.camera import SCENES, SceneRenderer
from model.vision.face import Face
from model.vision.frame import Box, Frame, RgbImage
from model.vision.mtcnn import MtcnnFinder
from model.vision.tracker import (
    MAX_GROWTH,
    MAX_SHIFT,
    MIN_TRACK_SCORE,
    SEARCH_INTERVAL_S,
    FaceTracker,
    is_jump,
)
from tests.support.fakes import face_at, grey

FPS = 30
ALONE = face_at()


class Room:
    """A finder: finds ``faces``, tracks a face to ``moves_to``, and counts the calls."""

    def __init__(self, *faces: Face) -> None:
        self.faces = list(faces)
        self.moves_to: Face | None = faces[0] if faces else None
        self.searches = self.tracks = 0

    def find(self, image: RgbImage) -> list[Face]:
        self.searches += 1
        return list(self.faces)

    def track(self, image: RgbImage, face: Face) -> Face | None:
        self.tracks += 1
        return self.moves_to


def frame(index: int, seconds: float | None = None, width: int = 320) -> Frame:
    return Frame(grey(width=width), index, index / FPS if seconds is None else seconds)


def after_one_frame(room: Room) -> FaceTracker:
    tracker = FaceTracker(room)
    tracker.find(frame(0))
    return tracker


def test_a_single_face_is_tracked_between_two_searches_a_second() -> None:
    room = Room(ALONE)
    tracker = FaceTracker(room)
    for index in range(2 * FPS):
        assert tracker.find(frame(index)) == [ALONE]
    assert (room.searches, room.tracks) == (4, 2 * FPS - 4)


def test_a_person_who_joins_is_found_within_the_search_interval() -> None:
    room = Room(ALONE)
    tracker = after_one_frame(room)
    room.faces = [face_at(size=200), ALONE]
    seen = [len(tracker.find(frame(index))) for index in range(1, FPS)]
    assert seen.index(2) < SEARCH_INTERVAL_S * FPS
    assert set(seen[seen.index(2) :]) == {2}


@pytest.mark.parametrize("faces", [(), (ALONE, face_at(10, 10, 80))], ids=["nobody", "several"])
def test_without_a_single_face_every_frame_is_searched(faces: tuple[Face, ...]) -> None:
    room = Room(*faces)
    tracker = FaceTracker(room)
    for index in range(5):
        assert tracker.find(frame(index)) == list(faces)
    assert (room.searches, room.tracks) == (5, 0)


DOUBTS = {
    "lost": None,
    "doubtful": replace(ALONE, score=MIN_TRACK_SCORE - 0.01),
    "jumped": face_at(left=50 + 1.1 * MAX_SHIFT * 150),
    "grew": face_at(50 - 0.05 * 150, 40 - 0.05 * 150, 150 * (MAX_GROWTH + 0.1)),
}


@pytest.mark.parametrize("moves_to", DOUBTS.values(), ids=DOUBTS)
def test_after_a_doubtful_track_the_same_frame_is_searched(moves_to: Face | None) -> None:
    room = Room(ALONE)
    tracker = after_one_frame(room)
    room.moves_to, room.faces = moves_to, [face_at(60)]
    assert tracker.find(frame(1)) == room.faces
    assert room.searches == 2


def test_a_face_that_left_is_gone_at_once() -> None:
    room = Room(ALONE)
    tracker = after_one_frame(room)
    room.moves_to, room.faces = None, []
    assert tracker.find(frame(1)) == []


def test_a_face_with_a_low_score_is_not_tracked() -> None:
    room = Room(replace(ALONE, score=MIN_TRACK_SCORE - 0.01))
    tracker = after_one_frame(room)
    tracker.find(frame(1))
    assert (room.searches, room.tracks) == (2, 0)


BREAKS = {
    "another camera's first frame": frame(0),
    "late": frame(1, SEARCH_INTERVAL_S),
    "before the search": frame(1, -0.1),
    "another size": frame(1, width=300),
    "no time": frame(1, float("nan")),
}


@pytest.mark.parametrize("second", BREAKS.values(), ids=BREAKS)
def test_only_continuous_frames_are_tracked(second: Frame) -> None:
    room = Room(ALONE)
    after_one_frame(room).find(second)
    assert (room.searches, room.tracks) == (2, 0)


def test_empty_boxes_are_a_jump() -> None:
    assert is_jump(Box(0, 0, 100, 100), Box(50, 50, 0, 0))
    assert is_jump(Box(0, 0, 0, 0), Box(0, 0, 100, 100))
    assert not is_jump(Box(0, 0, 100, 100), Box(20, -20, 110, 90))


class Swap:
    """Frames of one person, then of another at the same place."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.renderers = [SceneRenderer(SCENES[scene], seed=0) for scene in ("eileen", "grace")]

    def frame(self, index: int) -> Frame:
        return Frame(self.renderers[index >= self.at].render(index), index, index / FPS)


def test_a_person_who_replaces_another_is_located_in_that_frame() -> None:
    swap, finder = Swap(at=4), MtcnnFinder(live=True)
    tracker = FaceTracker(finder)
    for index in range(8):
        current = swap.frame(index)
        (face,), (fresh,) = tracker.find(current), finder.find(current.image)
        assert abs(face.landmarks - fresh.landmarks).max() < 0.12 * fresh.eye_distance
