from training.jobs.progress import Progress
from training.jobs.time_estimate import TimeEstimator

EXPECTED = {"finding": 40.0, "training": 100.0, "judging": 20.0}


def forecasts(*moments: tuple[float, str, int, int]) -> list[float | None]:
    """What is told at each (second, stage, done, total)."""
    told: list[Progress] = []
    clock = [0.0]
    forecast = TimeEstimator(told.append, EXPECTED, lambda: clock[-1])
    for second, stage, done, total in moments:
        clock.append(second)
        forecast(Progress(stage, done, total))
    return [progress.seconds_left for progress in told]


def test_a_stage_that_has_just_begun_takes_what_is_expected() -> None:
    assert forecasts((0, "training", 0, 10)) == [120]


def test_a_stage_under_way_goes_by_its_own_pace() -> None:
    assert forecasts((0, "training", 0, 10), (30, "training", 1, 10)) == [120, 30 * 9 + 20]


def test_what_an_earlier_run_has_done_is_not_counted_as_fast() -> None:
    assert forecasts((0, "training", 50, 100), (10, "training", 51, 100)) == [120, 10 * 49 + 20]


def test_an_unexpected_stage_comes_before_the_others() -> None:
    assert forecasts((0, "downloading", 0, 2), (5, "downloading", 1, 2)) == [160, 5 + 160]


def test_the_end_is_the_end() -> None:
    assert forecasts((0, "judging", 0, 4), (8, "judging", 4, 4))[-1] == 0
