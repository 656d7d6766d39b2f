"""Waiting for other processes in such a way that Ctrl-C gets through."""

import atexit
from collections.abc import Callable
from functools import cache
from multiprocessing.pool import ThreadPool
from typing import TypeVar

from training.jobs.progress import JobCancelled, ShouldStop

T = TypeVar("T")

POLL_S = 0.2
GRACE_S = 15.0
"""Others that stop as well, or have died, are heard of sooner."""


def patiently(work: Callable[[], T], should_stop: ShouldStop) -> T:
    """What ``work`` returns, which may be as long in coming as somebody takes to start another machine.

    In the main thread TensorFlow would wait without letting Python hear Ctrl-C. So it waits in another, which
    is left behind when this process is to stop and nothing has come within GRACE_S: raises JobCancelled.
    """
    result = _threads().apply_async(work)
    asked_s = 0.0
    while not result.ready():
        result.wait(POLL_S)
        asked_s += POLL_S if should_stop() else 0.0
        if asked_s > GRACE_S and not result.ready():
            raise JobCancelled("Stopped while waiting for the other processes.")
    return result.get()


@cache
def _threads() -> ThreadPool:
    """Of one thread. Other pools' threads would keep the process from ending."""
    pool = ThreadPool(1)
    atexit.register(pool.terminate)
    return pool
