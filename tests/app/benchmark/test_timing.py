import time

import pytest

from app.benchmark.timing import Timing, timed


def test_the_quickest_the_middle_and_the_slowest() -> None:
    timing = Timing.of([number / 1000 for number in range(101)])
    assert timing.runs == 101
    assert (timing.least_ms, timing.median_ms) == pytest.approx((0, 50))
    assert (timing.p95_ms, timing.p99_ms) == pytest.approx((95, 99))
    assert timing.per_second == pytest.approx(20)


def test_nothing_measured_is_refused() -> None:
    with pytest.raises(ValueError, match=r"seconds=\[\]"):
        Timing.of([])


def test_what_is_clocked_gives_its_result(monkeypatch: pytest.MonkeyPatch) -> None:
    hands = iter([1.0, 1.25])
    monkeypatch.setattr(time, "perf_counter", lambda: next(hands))
    seconds = [0.5]
    assert timed(seconds, divmod, 7, 2) == (3, 1)
    assert seconds == [0.5, 0.25]
