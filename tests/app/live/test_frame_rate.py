import pytest

from app.live.frame_rate import RateMeter


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def counted(times: list[float]) -> tuple[RateMeter, Clock]:
    clock = Clock()
    rate = RateMeter(clock)
    for clock.now in times:
        rate.count()
    return rate, clock


def test_a_steady_rate_is_counted() -> None:
    assert RateMeter().per_second == 0
    rate, _ = counted([0.0, 0.1, 0.2, 0.3])
    assert rate.per_second == pytest.approx(10)


def test_the_rate_falls_when_no_more_events_come() -> None:
    rate, clock = counted([0.0, 0.1, 0.2, 0.3])

    clock.now = 0.45
    assert rate.per_second == pytest.approx(10)
    clock.now = 4.8
    assert rate.per_second < 0.5
