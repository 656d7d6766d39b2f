import pytest

from app.live.frame_rate import RateMeter


def test_a_steady_rate_is_counted():
    times = iter([0.0, 0.1, 0.2, 0.3])
    rate = RateMeter(clock=lambda: next(times))
    assert rate.per_second == 0
    for _ in range(4):
        rate.count()
    assert rate.per_second == pytest.approx(10)
