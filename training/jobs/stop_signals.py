"""Turn the first Ctrl-C into a stop request."""

import signal
import threading
from types import FrameType


def install_stop_signals(*signals: signal.Signals) -> threading.Event:
    """An event that the first of ``signals``, SIGINT or SIGTERM, sets. A second one interrupts at once.

    Call it in the main thread.
    """
    stop = threading.Event()

    def request_stop(number: int, frame: FrameType | None) -> None:
        for each in signals:
            signal.signal(each, signal.default_int_handler if each == signal.SIGINT else signal.SIG_DFL)
        stop.set()

    for each in signals:
        signal.signal(each, request_stop)
    return stop
