"""A concurrent map that yields its results in the order of the input."""

from collections import deque
from collections.abc import Callable, Iterator
from typing import TypeVar

T = TypeVar("T")
V = TypeVar("V")


def ordered_map(source: Iterator[T], start: Callable[[T], Callable[[], V]], ahead: int) -> Iterator[V]:
    """Yield ``start(item)()`` for each item, in the order of ``source``.

    ``start`` starts the work and returns a function that waits for its result. At most ``ahead`` items are
    in progress, and ``source`` is read no further than that.
    """
    waiting: deque[Callable[[], V]] = deque()
    for item in source:
        waiting.append(start(item))
        if len(waiting) == ahead:
            yield waiting.popleft()()
    while waiting:
        yield waiting.popleft()()
