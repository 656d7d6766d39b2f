"""Wait for another thread or process without a fixed delay."""

import signal
import subprocess
import time
from collections.abc import Callable

DEADLINE_S = 20.0


def wait_until(condition: Callable[[], bool], deadline_s: float = DEADLINE_S) -> None:
    """Return as soon as ``condition`` is true; fail after ``deadline_s``."""
    end = time.monotonic() + deadline_s
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"Not true within {deadline_s} s: {condition}")
        time.sleep(0.005)


def interrupt_after(process: subprocess.Popen[str], words: str) -> str:
    """Send Ctrl-C as soon as standard error contains ``words``. Returns the rest of standard error."""
    seen = ""
    while words not in seen:
        letter = process.stderr.read(1)
        assert letter, seen
        seen += letter
    process.send_signal(signal.SIGINT)
    return process.communicate()[1]
