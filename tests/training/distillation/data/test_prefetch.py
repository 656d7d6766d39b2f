import threading
from collections.abc import Iterator

import pytest

from tests.support.waiting import wait_until
from training.distillation.data.prefetch import ahead


def test_everything_comes_in_order() -> None:
    assert list(ahead(iter(range(10)), 3)) == list(range(10))
    assert list(ahead(iter([]), 3)) == []


def test_items_are_made_before_they_are_asked_for_but_not_too_many() -> None:
    made: list[int] = []

    def source() -> Iterator[int]:
        for number in range(100):
            made.append(number)
            yield number

    items = ahead(source(), 3)
    assert next(items) == 0
    wait_until(lambda: len(made) == 4)
    assert next(items) == 1
    items.close()  # type: ignore[attr-defined]
    assert len(made) <= 6


def test_they_are_made_in_another_thread() -> None:
    threads = set(ahead((threading.get_ident() for _ in range(3)), 2))
    assert threading.get_ident() not in threads
    assert len(threads) == 1


def test_an_error_comes_in_the_place_of_the_next_item() -> None:
    def source() -> Iterator[int]:
        yield 1
        raise OSError("no disk")

    items = ahead(source(), 4)
    assert next(items) == 1
    with pytest.raises(OSError, match="no disk"):
        next(items)
