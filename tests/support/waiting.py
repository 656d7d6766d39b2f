"""Waiting for another thread or process without guessing how long it takes."""

import signal
import subprocess
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


def interrupt_once_told(process: subprocess.Popen[str], words: str) -> str:
    """Send Ctrl-C as soon as ``words`` stand on standard error; the rest of it in the end."""
    seen = ""
    while words not in seen:
        letter = process.stderr.read(1)
        assert letter, seen
        seen += letter
    process.send_signal(signal.SIGINT)
    return process.communicate()[1]
