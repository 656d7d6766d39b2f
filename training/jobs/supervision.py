"""A job started by the window: it reports progress as JSON lines, runs at low priority, and ends with the
window."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from model.messages.stored_message import StoredMessage, store
from model.storage.json_codec import encode_json
from model.terminal.standard_streams import write_json
from training.jobs.progress import Progress, ReportProgress
from training.jobs.stop_signals import install_stop_signals

NICENESS = 10


def stop_event(supervised: bool) -> threading.Event:
    """Set by Ctrl-C and, when supervised, by the end of standard input."""
    stop = install_stop_signals(signal.SIGINT)

    def until_input_ends() -> None:
        sys.stdin.read()
        stop.set()

    if supervised:
        threading.Thread(target=until_input_ends, daemon=True).start()
    return stop


def lower_priority(process: int = 0) -> None:
    """Leave the processor to the window, which keeps its frame rate. ``process``: its id; 0 for this one."""
    if hasattr(os, "setpriority"):
        with suppress(OSError):
            priority = os.getpriority(os.PRIO_PROCESS, process)
            os.setpriority(os.PRIO_PROCESS, process, max(NICENESS, priority))


@dataclass(frozen=True, slots=True)
class StoredProgress:
    """A ``Progress`` in JSON."""

    stage: StoredMessage
    done: int
    total: int
    message: StoredMessage
    seconds_left: float | None
    loss: float | None


@dataclass(frozen=True, slots=True)
class JobFailure:
    """Why the job ended without a result."""

    failure: StoredMessage


@contextmanager
def json_lines() -> Iterator[ReportProgress]:
    """Progress as JSON, one line each, on standard output."""
    yield lambda update: write_json(encode_json(_stored(update)))


def write_failure(message: str) -> None:
    """As JSON, so that the window can translate it."""
    write_json(encode_json(JobFailure(store(message))))


def _stored(update: Progress) -> StoredProgress:
    return StoredProgress(
        store(update.stage),
        update.done,
        update.total,
        store(update.message),
        update.seconds_left,
        update.loss,
    )
