import os
import threading

import pytest

from model.terminal.stderr_guard import suppress_native_stderr


def test_native_messages_are_suppressed_inside_only(capfd):
    with suppress_native_stderr():
        os.write(2, b"INFO: delegates")
    os.write(2, b"a real complaint")
    assert capfd.readouterr().err == "a real complaint"


def test_stderr_is_restored_after_an_error(capfd):
    with pytest.raises(RuntimeError, match="broken"), suppress_native_stderr():
        raise RuntimeError("broken")
    os.write(2, b"still here")
    assert capfd.readouterr().err == "still here"


def test_stderr_is_restored_after_two_threads(capfd):
    entered, leave = threading.Event(), threading.Event()

    def other():
        with suppress_native_stderr():
            entered.set()
            leave.wait(timeout=10)

    thread = threading.Thread(target=other)
    with suppress_native_stderr():
        thread.start()
        entered.wait(timeout=0.2)
    leave.set()
    thread.join(timeout=10)
    os.write(2, b"still here")
    assert capfd.readouterr().err == "still here"
