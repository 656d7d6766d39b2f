"""A progress bar in the terminal."""

from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from training.jobs.progress import Progress, ReportProgress

SHOW_EVERY_S = 0.1


@contextmanager
def progress_bar() -> Iterator[ReportProgress]:
    """A bar for each stage. The terminal is clean afterwards."""
    bars: dict[str, tqdm] = {}

    def report(progress: Progress) -> None:
        if progress.stage not in bars:
            _close(bars)
            bars[progress.stage] = _new_bar(progress.stage)
        bar = bars[progress.stage]
        bar.total = progress.total
        bar.set_postfix_str(_format(progress), refresh=False)
        bar.update(progress.done - bar.n)

    try:
        yield report
    finally:
        _close(bars)


def _format(progress: Progress) -> str:
    if progress.seconds_left is None:
        return progress.message
    time_left = f"{tqdm.format_interval(progress.seconds_left)} left in all"
    return ", ".join(filter(None, (progress.message, time_left)))


def _new_bar(stage: str) -> tqdm:
    return tqdm(desc=stage, unit="", dynamic_ncols=True, leave=False, mininterval=SHOW_EVERY_S)


def _close(bars: dict[str, tqdm]) -> None:
    for bar in bars.values():
        bar.close()
    bars.clear()
