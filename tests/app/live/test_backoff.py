from app.live.backoff import FIRST_PAUSE_S, MAX_PAUSE_S, RESET_AFTER_S, Backoff


def test_pauses_grow_up_to_the_longest() -> None:
    back_off = Backoff(clock=lambda: 0.0)
    pauses = [back_off.pause_s() for _ in range(8)]
    assert pauses[:3] == [FIRST_PAUSE_S, 2 * FIRST_PAUSE_S, 4 * FIRST_PAUSE_S]
    assert pauses == sorted(pauses)
    assert pauses[-2:] == [MAX_PAUSE_S, MAX_PAUSE_S]


def test_after_a_calm_time_they_start_over() -> None:
    times = iter([0.0, 1.0, RESET_AFTER_S, 2 * RESET_AFTER_S])
    back_off = Backoff(clock=lambda: next(times))
    pauses = [back_off.pause_s() for _ in range(4)]
    assert pauses == [FIRST_PAUSE_S, 2 * FIRST_PAUSE_S, 4 * FIRST_PAUSE_S, FIRST_PAUSE_S]
