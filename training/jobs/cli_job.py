"""A long job in a terminal: a progress bar, an end when asked for one, a sentence when it fails."""

import signal
import sys
import threading
from collections.abc import Callable, Mapping

from model.runtime.model_card import Rate
from model.runtime.standard_streams import OutputError, prepare_standard_streams, write_answer
from model.storage.os_errors import describe_os_error
from training.jobs.progress import InvalidInputError, JobCancelled, JobError, ReportProgress, ShouldStop
from training.jobs.progress_bar import progress_bar

DONE, USAGE, COULD_NOT, INTERRUPTED = 0, 2, 3, 130
"""The exit codes of ``main.py``."""

Job = Callable[[ReportProgress, ShouldStop], str]
"""Returns what is to be printed in the end."""


def run_in_terminal(job: Job, *failures: type[Exception]) -> int:
    """The exit code: INTERRUPTED after Ctrl+C or SIGTERM, USAGE after InvalidInputError, COULD_NOT after
    JobError or one of ``failures``; each with its sentence."""
    expected: tuple[type[Exception], ...] = (OutputError, JobError, *failures)
    prepare_standard_streams()
    stop = threading.Event()
    for wish in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wish, lambda *_: stop.set())
    try:
        with progress_bar() as report:
            said = job(report, stop.is_set)
        write_answer(said)
    except JobCancelled as error:
        return _complain(error, INTERRUPTED)
    except InvalidInputError as error:
        return _complain(error, USAGE)
    except expected as error:
        return _complain(error, COULD_NOT)
    return DONE


def _complain(error: Exception, code: int) -> int:
    print(describe_os_error(error), file=sys.stderr)
    return code


def format_rates(rates: Mapping[str, Rate]) -> str:
    """A line for each."""
    return "\n".join(
        f"{name}: {rate.value:.4f} [{rate.lower:.4f}, {rate.upper:.4f}] ({rate.count} of {rate.trials})"
        for name, rate in rates.items()
    )
