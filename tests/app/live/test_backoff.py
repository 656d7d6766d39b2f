from app.live.backoff import CALM_S, FIRST_PAUSE_S, LONGEST_PAUSE_S, BackOff


def test_pauses_grow_up_to_the_longest() -> None:
    back_off = BackOff(clock=lambda: 0.0)
    pauses = [back_off.pause_s() for _ in range(8)]
    assert pauses[:3] == [FIRST_PAUSE_S, 2 * FIRST_PAUSE_S, 4 * FIRST_PAUSE_S]
    assert pauses == sorted(pauses)
    assert pauses[-2:] == [LONGEST_PAUSE_S, LONGEST_PAUSE_S]


def test_after_a_calm_time_they_start_over() -> None:
    times = iter([0.0, 1.0, CALM_S, 2 * CALM_S])
    back_off = BackOff(clock=lambda: next(times))
    pauses = [back_off.pause_s() for _ in range(4)]
    assert pauses == [FIRST_PAUSE_S, 2 * FIRST_PAUSE_S, 4 * FIRST_PAUSE_S, FIRST_PAUSE_S]
