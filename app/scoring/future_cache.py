"""A least-recently-used cache of futures."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class FutureCache(Generic[K, V]):
    """Calls ``compute`` once for each key, while the key is among the ``capacity`` most recently used ones.
    A pending future is shared, too. Not thread-safe."""

    def __init__(self, compute: Callable[[K], Future[V]], capacity: int) -> None:
        self._compute = compute
        self._capacity = capacity
        self._futures: OrderedDict[K, Future[V]] = OrderedDict()

    def __call__(self, key: K) -> Future[V]:
        future = self._futures.pop(key, None) or self._compute(key)
        self._futures[key] = future
        if len(self._futures) > self._capacity:
            self._futures.popitem(last=False)
        return future
