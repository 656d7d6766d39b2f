"""Work on many things at once, and its results in their order."""

from collections import deque
from collections.abc import Callable, Iterator
from typing import TypeVar

T = TypeVar("T")
V = TypeVar("V")


def in_order(source: Iterator[T], begin: Callable[[T], Callable[[], V]], ahead: int) -> Iterator[V]:
    """What each ``begin(item)()`` returns, in the order of ``source``.

    ``begin`` sets work going and returns a function that waits for it. At most ``ahead`` items are begun and
    not yet waited for, and ``source`` is read no further.
    """
    waiting: deque[Callable[[], V]] = deque()
    for item in source:
        waiting.append(begin(item))
        if len(waiting) == ahead:
            yield waiting.popleft()()
    while waiting:
        yield waiting.popleft()()
