"""What nobody caught reaches the log, and the terminal says where that is."""

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from app.system.exit_codes import Exit, fail
from app.system.log_setup import log_file, see_log

log = logging.getLogger(__name__)


def log_last_words() -> None:
    """From now on, of every thread. Asking twice is as asking once."""
    sys.excepthook = _main_thread_failed
    if not isinstance(threading.excepthook, _ThreadFailed):
        threading.excepthook = _ThreadFailed(threading.excepthook)


def _main_thread_failed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Ends the process with ``Exit.COULD_NOT``: Python's own 1 would mean that somebody is not verified."""
    if not isinstance(error, Exception):
        sys.__excepthook__(kind, error, trace)
        return
    log.critical("Sameface failed.", exc_info=(kind, error, trace))
    if log_file() is None:
        sys.__excepthook__(kind, error, trace)
    else:
        fail(f"Sameface failed: {error!r}. {see_log()}", Exit.COULD_NOT)
    raise SystemExit(Exit.COULD_NOT)


class _ThreadFailed:
    """Logs, then does what was done ``before``: Python prints the traceback."""

    def __init__(self, before: Callable[[threading.ExceptHookArgs], object]) -> None:
        self._before = before

    def __call__(self, failed: threading.ExceptHookArgs) -> None:
        if failed.exc_value is not None:
            name = failed.thread.name if failed.thread else "unknown"
            trouble = (failed.exc_type, failed.exc_value, failed.exc_traceback)
            log.critical("The thread %s failed.", name, exc_info=trouble)
        self._before(failed)
