"""A blocking call that Ctrl-C can interrupt."""

import atexit
from collections.abc import Callable
from functools import cache
from multiprocessing.pool import ThreadPool
from typing import TypeVar

from training.jobs.progress import JobCancelled, ShouldStop

T = TypeVar("T")

POLL_S = 0.2
GRACE_S = 15.0
"""If another process stops too, or has died, the call ends within this time."""


def call_interruptibly(work: Callable[[], T], should_stop: ShouldStop) -> T:
    """Return ``work()``, which may block for as long as it takes to start another machine.

    In the main thread TensorFlow would block Python's handling of Ctrl-C, so ``work`` runs in another
    thread. Raises JobCancelled when ``should_stop`` has been true for GRACE_S without a result; the thread
    is then abandoned.
    """
    result = _thread_pool().apply_async(work)
    waited_s = 0.0
    while not result.ready():
        result.wait(POLL_S)
        waited_s += POLL_S if should_stop() else 0.0
        if waited_s > GRACE_S and not result.ready():
            raise JobCancelled("Stopped while waiting for the other processes.")
    return result.get()


@cache
def _thread_pool() -> ThreadPool:
    """One thread. Unlike those of other pools it does not keep the process alive."""
    pool = ThreadPool(1)
    atexit.register(pool.terminate)
    return pool
