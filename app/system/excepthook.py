"""Log uncaught exceptions, and print the path of the log."""

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from app.system.exit_codes import Exit, fail
from app.system.log_setup import log_file, log_hint
from model.messages.message import Message, sentences

log = logging.getLogger(__name__)


def install_excepthooks() -> None:
    """Install the hooks for all threads. Idempotent."""
    sys.excepthook = _main_thread_failed
    if not isinstance(threading.excepthook, _ThreadFailed):
        threading.excepthook = _ThreadFailed(threading.excepthook)


def _main_thread_failed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """End the process with ``Exit.COULD_NOT``: Python's own exit code 1 would mean *not verified*."""
    if not isinstance(error, Exception):
        sys.__excepthook__(kind, error, trace)
        return
    log.critical("Sameface failed.", exc_info=(kind, error, trace))
    if log_file() is None:
        sys.__excepthook__(kind, error, trace)
    else:
        fail(sentences(Message("Sameface failed: {error}.", error=repr(error)), log_hint()), Exit.COULD_NOT)
    raise SystemExit(Exit.COULD_NOT)


class _ThreadFailed:
    """Log, then call the hook ``before``: Python's own prints the traceback."""

    def __init__(self, before: Callable[[threading.ExceptHookArgs], object]) -> None:
        self._before = before

    def __call__(self, failed: threading.ExceptHookArgs) -> None:
        if failed.exc_value is not None:
            name = failed.thread.name if failed.thread else "unknown"
            exc_info = (failed.exc_type, failed.exc_value, failed.exc_traceback)
            log.critical("The thread %s failed.", name, exc_info=exc_info)
        self._before(failed)
