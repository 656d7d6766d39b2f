"""A long job in a terminal: a progress bar, an end when asked for one, a sentence when it fails."""

import signal
import sys
import threading
from collections.abc import Callable, Mapping

from model.runtime.card import Rate
from training.jobs.progress import Report, Stopping, TrainingError, TrainingStopped
from training.jobs.progress_bar import progress_bar

Job = Callable[[Report, Stopping], str]
"""Returns what is to be printed in the end."""


def run_in_terminal(job: Job, *failures: type[Exception]) -> int:
    """The exit code: 1 after Ctrl+C, SIGTERM, TrainingError or one of ``failures``, with its sentence."""
    expected: tuple[type[Exception], ...] = (TrainingError, TrainingStopped, *failures)
    stop = threading.Event()
    for wish in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wish, lambda *_: stop.set())
    try:
        with progress_bar() as report:
            said = job(report, stop.is_set)
    except expected as error:
        print(error, file=sys.stderr)
        return 1
    print(said)
    return 0


def rates_in_words(rates: Mapping[str, Rate]) -> str:
    """A line for each."""
    return "\n".join(
        f"{name}: {rate.value:.4f} [{rate.lower:.4f}, {rate.upper:.4f}] ({rate.count} of {rate.trials})"
        for name, rate in rates.items()
    )
