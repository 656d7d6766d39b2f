import threading
from collections.abc import Iterator

import pytest

from tests.support.waiting import wait_until
from training.distillation.data.prefetch import prefetch


def test_items_keep_their_order() -> None:
    assert list(prefetch(iter(range(10)), 3)) == list(range(10))
    assert list(prefetch(iter([]), 3)) == []


def test_at_most_depth_items_are_computed_in_advance() -> None:
    computed: list[int] = []

    def source() -> Iterator[int]:
        for number in range(100):
            computed.append(number)
            yield number

    items = prefetch(source(), 3)
    assert next(items) == 0
    wait_until(lambda: len(computed) == 4)
    assert next(items) == 1
    items.close()  # type: ignore[attr-defined]
    assert len(computed) <= 6


def test_items_are_computed_in_one_other_thread() -> None:
    threads = set(prefetch((threading.get_ident() for _ in range(3)), 2))
    assert threading.get_ident() not in threads
    assert len(threads) == 1


def test_an_error_is_raised_in_place_of_the_next_item() -> None:
    def source() -> Iterator[int]:
        yield 1
        raise OSError("no disk")

    items = prefetch(source(), 4)
    assert next(items) == 1
    with pytest.raises(OSError, match="no disk"):
        next(items)
