"""Waiting for another thread or process without guessing how long it takes."""

import time
from collections.abc import Callable

DEADLINE_S = 20.0


def wait_until(condition: Callable[[], bool], deadline_s: float = DEADLINE_S) -> None:
    """Return as soon as ``condition`` holds; fail when it does not within ``deadline_s``."""
    end = time.monotonic() + deadline_s
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"It did not come true within {deadline_s} s: {condition}")
        time.sleep(0.005)
