import signal
import sys
from collections.abc import Iterator

import pytest

from training.jobs.stop_signals import install_stop_signals

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@pytest.fixture(autouse=True)
def handlers_come_back() -> Iterator[None]:
    before = {each: signal.getsignal(each) for each in SIGNALS}
    yield
    for each, handler in before.items():
        signal.signal(each, handler)


@pytest.mark.parametrize("first", SIGNALS)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process that raises SIGTERM")
def test_the_first_signal_requests_a_stop(first: signal.Signals) -> None:
    stop = install_stop_signals(*SIGNALS)
    assert not stop.is_set()
    signal.raise_signal(first)
    assert stop.is_set()


def test_a_second_ctrl_c_interrupts_at_once() -> None:
    install_stop_signals(signal.SIGINT)
    signal.raise_signal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_ctrl_c_interrupts_after_another_signal_requested_the_stop() -> None:
    install_stop_signals(*SIGNALS)
    signal.raise_signal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_a_signal_that_is_not_named_keeps_its_handler() -> None:
    before = signal.getsignal(signal.SIGTERM)
    install_stop_signals(signal.SIGINT)
    assert signal.getsignal(signal.SIGTERM) is before
