"""Ctrl-C as a wish."""

import signal
import threading
from types import FrameType


def wish_to_stop() -> threading.Event:
    """Set by the first Ctrl-C; a second one interrupts at once."""
    stop = threading.Event()

    def interrupted(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        stop.set()

    signal.signal(signal.SIGINT, interrupted)
    return stop
