from training.jobs.progress import Progress
from training.jobs.time_estimate import TimeEstimator

EXPECTED = {"finding": 40.0, "training": 100.0, "judging": 20.0}


def estimates(*moments: tuple[float, str, int, int]) -> list[float | None]:
    """The estimate at each (second, stage, done, total)."""
    updates: list[Progress] = []
    clock = [0.0]
    estimator = TimeEstimator(updates.append, EXPECTED, lambda: clock[-1])
    for second, stage, done, total in moments:
        clock.append(second)
        estimator(Progress(stage, done, total))
    return [progress.seconds_left for progress in updates]


def test_a_new_stage_is_estimated_by_its_expected_time() -> None:
    assert estimates((0, "training", 0, 10)) == [120]


def test_a_running_stage_is_estimated_by_its_own_pace() -> None:
    assert estimates((0, "training", 0, 10), (30, "training", 1, 10)) == [120, 30 * 9 + 20]


def test_steps_of_an_earlier_run_do_not_count_as_fast() -> None:
    assert estimates((0, "training", 50, 100), (10, "training", 51, 100)) == [120, 10 * 49 + 20]


def test_a_stage_without_an_expected_time_comes_before_the_others() -> None:
    assert estimates((0, "downloading", 0, 2), (5, "downloading", 1, 2)) == [160, 5 + 160]


def test_the_end_is_the_end() -> None:
    assert estimates((0, "judging", 0, 4), (8, "judging", 4, 4))[-1] == 0
