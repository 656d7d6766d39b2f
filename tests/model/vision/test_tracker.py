from dataclasses import replace

import pytest

from app.camera.demo import SCENES, Studio
from model.vision.face import Face
from model.vision.frame import Box, Frame, RgbImage
from model.vision.mtcnn import MtcnnFinder
from model.vision.tracker import MAX_GROWTH, MAX_SHIFT, SEARCH_EVERY_S, SURE_SCORE, Tracker, jumped
from tests.fakes import face_at, grey

FPS = 30
ALONE = face_at()


class Room:
    """Who is there; finds everybody, follows the one it is given as ``goes_to`` says, and counts."""

    def __init__(self, *faces: Face) -> None:
        self.faces = list(faces)
        self.goes_to: Face | None = faces[0] if faces else None
        self.searches = self.followings = 0

    def find(self, image: RgbImage) -> list[Face]:
        self.searches += 1
        return list(self.faces)

    def follow(self, image: RgbImage, face: Face) -> Face | None:
        self.followings += 1
        return self.goes_to


def frame(index: int, seconds: float | None = None, width: int = 320) -> Frame:
    return Frame(grey(width=width), index, index / FPS if seconds is None else seconds)


def after_one_frame(room: Room) -> Tracker:
    tracker = Tracker(room)
    tracker.find(frame(0))
    return tracker


def test_a_face_that_is_alone_is_followed_between_two_searches_a_second() -> None:
    room = Room(ALONE)
    tracker = Tracker(room)
    for index in range(2 * FPS):
        assert tracker.find(frame(index)) == [ALONE]
    assert (room.searches, room.followings) == (4, 2 * FPS - 4)


def test_somebody_who_joins_is_seen_within_the_time_between_searches() -> None:
    room = Room(ALONE)
    tracker = after_one_frame(room)
    room.faces = [face_at(size=200), ALONE]
    seen = [len(tracker.find(frame(index))) for index in range(1, FPS)]
    assert seen.index(2) < SEARCH_EVERY_S * FPS
    assert set(seen[seen.index(2) :]) == {2}


@pytest.mark.parametrize("faces", [(), (ALONE, face_at(10, 10, 80))], ids=["nobody", "several"])
def test_none_and_several_are_searched_for_in_every_frame(faces: tuple[Face, ...]) -> None:
    room = Room(*faces)
    tracker = Tracker(room)
    for index in range(5):
        assert tracker.find(frame(index)) == list(faces)
    assert (room.searches, room.followings) == (5, 0)


DOUBTS = {
    "lost": None,
    "doubtful": replace(ALONE, score=SURE_SCORE - 0.01),
    "it jumped": face_at(left=50 + 1.1 * MAX_SHIFT * 150),
    "it grew": face_at(50 - 0.05 * 150, 40 - 0.05 * 150, 150 * (MAX_GROWTH + 0.1)),
}


@pytest.mark.parametrize("goes_to", DOUBTS.values(), ids=DOUBTS)
def test_in_doubt_the_same_frame_is_searched(goes_to: Face | None) -> None:
    room = Room(ALONE)
    tracker = after_one_frame(room)
    room.goes_to, room.faces = goes_to, [face_at(60)]
    assert tracker.find(frame(1)) == room.faces
    assert room.searches == 2


def test_a_face_that_left_is_gone_at_once() -> None:
    room = Room(ALONE)
    tracker = after_one_frame(room)
    room.goes_to, room.faces = None, []
    assert tracker.find(frame(1)) == []


def test_a_doubtful_face_is_not_followed() -> None:
    room = Room(replace(ALONE, score=SURE_SCORE - 0.01))
    tracker = after_one_frame(room)
    tracker.find(frame(1))
    assert (room.searches, room.followings) == (2, 0)


BREAKS = {
    "another camera's first frame": frame(0),
    "late": frame(1, SEARCH_EVERY_S),
    "before the search": frame(1, -0.1),
    "another size": frame(1, width=300),
    "no time": frame(1, float("nan")),
}


@pytest.mark.parametrize("second", BREAKS.values(), ids=BREAKS)
def test_only_what_goes_on_is_followed(second: Frame) -> None:
    room = Room(ALONE)
    after_one_frame(room).find(second)
    assert (room.searches, room.followings) == (2, 0)


def test_boxes_without_extent_are_a_jump() -> None:
    assert jumped(Box(0, 0, 100, 100), Box(50, 50, 0, 0))
    assert jumped(Box(0, 0, 0, 0), Box(0, 0, 100, 100))
    assert not jumped(Box(0, 0, 100, 100), Box(20, -20, 110, 90))


class Swap:
    """Frames of one person, then of another in the same chair."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.studios = [Studio(SCENES[scene], seed=0) for scene in ("eileen", "grace")]

    def frame(self, index: int) -> Frame:
        return Frame(self.studios[index >= self.at].picture(index), index, index / FPS)


def test_who_takes_the_chair_is_seen_as_they_are_in_that_very_frame() -> None:
    swap, finder = Swap(at=4), MtcnnFinder(live=True)
    tracker = Tracker(finder)
    for index in range(8):
        seen = swap.frame(index)
        (face,), (fresh,) = tracker.find(seen), finder.find(seen.image)
        assert abs(face.landmarks - fresh.landmarks).max() < 0.12 * fresh.eye_distance
