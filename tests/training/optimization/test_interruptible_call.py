import threading

import pytest

from training.jobs.progress import JobCancelled, never_stop
from training.optimization import interruptible_call
from training.optimization.interruptible_call import call_interruptibly


def test_the_result_is_returned() -> None:
    assert call_interruptibly(lambda: "done", never_stop) == "done"


def test_an_exception_in_the_other_thread_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        call_interruptibly(lambda: 1 / 0, never_stop)


def test_a_stop_request_ends_the_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interruptible_call, "POLL_S", 0.01)
    monkeypatch.setattr(interruptible_call, "GRACE_S", 0.02)
    came = threading.Event()
    try:
        with pytest.raises(JobCancelled):
            call_interruptibly(came.wait, lambda: True)
    finally:
        came.set()


def test_a_result_within_the_grace_period_is_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interruptible_call, "POLL_S", 0.01)
    came = threading.Event()
    asked = iter(range(1000))

    def should_stop() -> bool:
        if next(asked) == 2:
            came.set()
        return True

    assert call_interruptibly(came.wait, should_stop)
