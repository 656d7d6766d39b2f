"""Making the next things in a thread while the last ones are used."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def ahead(source: Iterator[T], depth: int) -> Iterator[T]:
    """The items of ``source``, up to ``depth`` of them ready before they are asked for.

    What ``source`` raises is raised in the place of its next item.
    """
    end = object()
    pool = ThreadPoolExecutor(1)
    try:
        waiting = deque(pool.submit(next, source, end) for _ in range(depth))
        while (item := waiting.popleft().result()) is not end:
            waiting.append(pool.submit(next, source, end))
            yield item  # type: ignore[misc]  # it is not ``end``
    finally:
        pool.shutdown(cancel_futures=True)
