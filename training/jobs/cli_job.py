"""Run a long job in a terminal: with a progress bar, stop signals, exit codes and error messages."""

import signal
import sys
from collections.abc import Callable, Mapping

from model.runtime.model_card import Rate
from model.storage.os_errors import describe_os_error
from model.terminal.standard_streams import OutputError, prepare_standard_streams, write_answer
from training.jobs.progress import InvalidInputError, JobCancelled, JobError, ReportProgress, ShouldStop
from training.jobs.progress_bar import progress_bar
from training.jobs.stop_signals import install_stop_signals

DONE, USAGE, COULD_NOT, INTERRUPTED = 0, 2, 3, 130
"""The exit codes of every command."""

Job = Callable[[ReportProgress, ShouldStop], str]
"""Returns the text to print at the end."""


def run_in_terminal(job: Job, *failures: type[Exception]) -> int:
    """Run ``job`` and return the exit code: INTERRUPTED after Ctrl-C or SIGTERM, USAGE after
    InvalidInputError, COULD_NOT after JobError or one of ``failures``. Each prints the error's message."""
    expected: tuple[type[Exception], ...] = (OutputError, JobError, *failures)
    prepare_standard_streams()
    stop = install_stop_signals(signal.SIGINT, signal.SIGTERM)
    try:
        with progress_bar() as report:
            output = job(report, stop.is_set)
        write_answer(output)
    except JobCancelled as error:
        return _fail(error, INTERRUPTED)
    except KeyboardInterrupt:
        return INTERRUPTED
    except InvalidInputError as error:
        return _fail(error, USAGE)
    except expected as error:
        return _fail(error, COULD_NOT)
    return DONE


def _fail(error: Exception, code: int) -> int:
    print(describe_os_error(error), file=sys.stderr)
    return code


def format_rates(rates: Mapping[str, Rate]) -> str:
    """One line per rate."""
    return "\n".join(
        f"{name}: {rate.value:.4f} [{rate.lower:.4f}, {rate.upper:.4f}] ({rate.count} of {rate.trials})"
        for name, rate in rates.items()
    )
