from dataclasses import dataclass

import pytest

from app.live.throttle import (
    ALONE_AFTER_S,
    ALONE_PERIOD_S,
    LONGEST_REST_S,
    MOST_REST,
    UNSEEN_PERIOD_S,
    Pace,
)

TOOK_S = 0.01


@dataclass
class Report:
    face: object | None


SOMEBODY, NOBODY = Report(face="a face"), Report(face=None)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def at_work(rate: float, frames: int = 30) -> tuple[Pace, Clock]:
    """A window that draws ``rate`` pictures a second while every other frame of somebody is judged."""
    clock = Clock()
    pace = Pace(clock)
    for _ in range(frames):
        clock.now += 1 / rate
        pace.drew()
        pace.rest_s(SOMEBODY, TOOK_S)
    return pace, clock


def test_a_smooth_window_lets_every_frame_be_judged() -> None:
    assert at_work(60)[0].rest_s(SOMEBODY, TOOK_S) == 0
    assert Pace(Clock()).rest_s(SOMEBODY, TOOK_S) == 0, "before the window has drawn anything"


def test_a_window_that_stutters_gets_more_and_more_of_the_time_up_to_a_limit() -> None:
    rests = [at_work(20, frames)[0].rest_s(SOMEBODY, TOOK_S) for frames in (2, 4, 8, 60)]
    assert rests == sorted(set(rests))
    assert rests[-1] == pytest.approx(MOST_REST * TOOK_S)
    assert at_work(20, 60)[0].rest_s(SOMEBODY, 1.0) == LONGEST_REST_S


def test_once_it_is_smooth_again_rest_ends() -> None:
    pace, clock = at_work(20, 60)
    for _ in range(200):
        clock.now += 1 / 60
        pace.drew()
        pace.rest_s(SOMEBODY, TOOK_S)
    assert pace.rest_s(SOMEBODY, TOOK_S) == 0


def test_an_empty_room_is_looked_at_now_and_then_and_a_face_ends_that() -> None:
    pace, clock = at_work(60)
    assert pace.rest_s(NOBODY, TOOK_S) == 0
    clock.now += ALONE_AFTER_S + 0.1
    assert pace.rest_s(NOBODY, TOOK_S) == pytest.approx(ALONE_PERIOD_S - TOOK_S)
    assert pace.rest_s(NOBODY, 2 * ALONE_PERIOD_S) == 0
    assert pace.rest_s(SOMEBODY, TOOK_S) == 0


def test_a_window_out_of_sight_is_judged_for_hardly_at_all() -> None:
    pace, _ = at_work(60)
    pace.unseen = True
    assert pace.rest_s(SOMEBODY, TOOK_S) == pytest.approx(UNSEEN_PERIOD_S - TOOK_S)
