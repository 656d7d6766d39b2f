"""Prefetch the items of an iterator in a background thread."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def prefetch(source: Iterator[T], depth: int) -> Iterator[T]:
    """The items of ``source``, of which up to ``depth`` are computed in advance.

    An exception in ``source`` is raised in place of its next item.
    """
    end = object()
    pool = ThreadPoolExecutor(1)
    try:
        pending = deque(pool.submit(next, source, end) for _ in range(depth))
        while (item := pending.popleft().result()) is not end:
            pending.append(pool.submit(next, source, end))
            yield item  # type: ignore[misc]  # never ``end``
    finally:
        pool.shutdown(cancel_futures=True)
