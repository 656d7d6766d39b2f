import threading
from itertools import count
from types import SimpleNamespace

import pytest

from app.camera.latest import Latest


def never() -> threading.Event:
    return threading.Event()


def test_a_new_box_is_empty():
    box: Latest[int] = Latest()
    assert box.peek() is None
    assert box.take(0, never()) is None


def test_peeking_takes_nothing():
    box: Latest[int] = Latest()
    box.put(1)
    assert (box.peek(), box.peek(), box.take(0, never()), box.peek()) == (1, 1, 1, 1)


def test_only_the_newest_is_taken_and_only_once():
    box: Latest[int] = Latest()
    box.put(1)
    box.put(2)
    assert box.take(0, never()) == 2
    assert box.take(0, never()) is None


def test_the_same_value_put_again_is_new():
    box: Latest[int] = Latest()
    for _ in range(2):
        box.put(7)
        assert box.take(0, never()) == 7


def test_a_waiting_taker_gets_what_is_put():
    box: Latest[int] = Latest()
    taken: list[int | None] = []
    taker = threading.Thread(target=lambda: taken.append(box.take(10, never())))
    taker.start()
    box.put(3)
    taker.join(10)
    assert taken == [3]


def test_a_stop_flag_ends_the_wait_long_before_the_timeout():
    box: Latest[int] = Latest()
    stop = threading.Event()
    taken: list[int | None] = []
    taker = threading.Thread(target=lambda: taken.append(box.take(60, stop)))
    taker.start()
    stop.set()
    taker.join(5)
    assert taken == [None]


def test_the_wait_ends_at_its_timeout(monkeypatch: pytest.MonkeyPatch):
    seconds = count()
    clock = SimpleNamespace(monotonic=lambda: next(seconds))
    monkeypatch.setattr("app.camera.latest.time", clock)
    assert Latest[int]().take(3, never()) is None
    assert next(seconds) == 4


def test_a_fast_writer_never_makes_the_taker_go_back():
    box: Latest[int] = Latest()
    last = 20_000
    writer = threading.Thread(target=lambda: [box.put(number) for number in range(last + 1)])
    writer.start()
    taken = []
    while not taken or taken[-1] != last:
        value = box.take(10, never())
        assert value is not None
        taken.append(value)
    writer.join(10)
    assert taken == sorted(set(taken))
