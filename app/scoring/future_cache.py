"""Answers that are remembered, as many as there is room for."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """``ask``, called once for a key as long as it is among the ``capacity`` last used ones, also while its
    answer is awaited. For one thread."""

    def __init__(self, ask: Callable[[K], Future[V]], capacity: int) -> None:
        self._ask = ask
        self._capacity = capacity
        self._answers: OrderedDict[K, Future[V]] = OrderedDict()

    def __call__(self, key: K) -> Future[V]:
        answer = self._answers.pop(key, None) or self._ask(key)
        self._answers[key] = answer
        if len(self._answers) > self._capacity:
            self._answers.popitem(last=False)
        return answer
