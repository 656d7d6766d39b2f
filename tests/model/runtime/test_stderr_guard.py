import os
import threading

import pytest

from model.runtime.stderr_guard import native_chatter_withheld


def test_native_chatter_is_withheld_and_what_comes_after_is_not(capfd):
    with native_chatter_withheld():
        os.write(2, b"INFO: delegates")
    os.write(2, b"a real complaint")
    assert capfd.readouterr().err == "a real complaint"


def test_an_error_passes_and_the_terminal_is_given_back(capfd):
    with pytest.raises(RuntimeError, match="broken"), native_chatter_withheld():
        raise RuntimeError("broken")
    os.write(2, b"still here")
    assert capfd.readouterr().err == "still here"


def test_two_threads_give_the_terminal_back_whoever_leaves_last(capfd):
    entered, leave = threading.Event(), threading.Event()

    def other():
        with native_chatter_withheld():
            entered.set()
            leave.wait(timeout=10)

    thread = threading.Thread(target=other)
    with native_chatter_withheld():
        thread.start()
        entered.wait(timeout=0.2)
    leave.set()
    thread.join(timeout=10)
    os.write(2, b"still here")
    assert capfd.readouterr().err == "still here"
