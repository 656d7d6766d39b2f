from dataclasses import dataclass

import pytest

from app.live.throttle import (
    HIDDEN_PERIOD_S,
    JUDGED_WITHIN_S,
    MAX_DELAY_S,
    MAX_RELATIVE_DELAY,
    NO_FACE_AFTER_S,
    NO_FACE_PERIOD_S,
    JudgeThrottle,
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


def at_work(rate: float, frames: int = 30) -> tuple[JudgeThrottle, Clock]:
    """A window that draws ``rate`` pictures a second while every other frame of somebody is judged."""
    clock = Clock()
    throttle = JudgeThrottle(clock)
    for _ in range(frames):
        clock.now += 1 / rate
        throttle.on_draw()
        throttle.delay_s(SOMEBODY, TOOK_S)
    return throttle, clock


def draw(throttle: JudgeThrottle, clock: Clock, seconds: float) -> None:
    """The window draws smoothly while nothing is judged."""
    for _ in range(round(60 * seconds)):
        clock.now += 1 / 60
        throttle.on_draw()


def test_a_smooth_window_lets_every_frame_be_judged() -> None:
    assert at_work(60)[0].delay_s(SOMEBODY, TOOK_S) == 0
    assert JudgeThrottle(Clock()).delay_s(SOMEBODY, TOOK_S) == 0, "before the window has drawn anything"


def test_a_window_that_stutters_gets_more_and_more_of_the_time_up_to_a_limit() -> None:
    rests = [at_work(20, frames)[0].delay_s(SOMEBODY, TOOK_S) for frames in (2, 4, 8, 60)]
    assert rests == sorted(set(rests))
    assert rests[-1] == pytest.approx(MAX_RELATIVE_DELAY * TOOK_S)
    assert at_work(20, 60)[0].delay_s(SOMEBODY, 1.0) == MAX_DELAY_S


def test_once_it_is_smooth_again_rest_ends() -> None:
    throttle, clock = at_work(20, 60)
    for _ in range(200):
        clock.now += 1 / 60
        throttle.on_draw()
        throttle.delay_s(SOMEBODY, TOOK_S)
    assert throttle.delay_s(SOMEBODY, TOOK_S) == 0


def test_an_empty_room_is_judged_rarely_until_a_face_appears() -> None:
    throttle, clock = at_work(60)
    assert throttle.delay_s(NOBODY, TOOK_S) == 0
    draw(throttle, clock, NO_FACE_AFTER_S + 0.1)
    assert throttle.delay_s(NOBODY, TOOK_S) == pytest.approx(NO_FACE_PERIOD_S - TOOK_S)
    assert throttle.no_recent_face
    assert throttle.delay_s(NOBODY, 2 * NO_FACE_PERIOD_S) == 0
    assert throttle.delay_s(SOMEBODY, TOOK_S) == 0
    assert not throttle.no_recent_face


def test_an_older_frame_does_not_say_who_is_there() -> None:
    throttle, clock = at_work(60)
    clock.now += NO_FACE_AFTER_S + 0.1
    throttle.delay_s(NOBODY, TOOK_S)
    assert throttle.no_recent_face
    clock.now += JUDGED_WITHIN_S
    assert not throttle.no_recent_face


def test_a_window_out_of_sight_is_judged_for_hardly_at_all() -> None:
    throttle, _ = at_work(60)
    throttle.hidden = True
    assert throttle.delay_s(SOMEBODY, TOOK_S) == pytest.approx(HIDDEN_PERIOD_S - TOOK_S)
