"""Tools that only one thread may use at a time, lent to many."""

from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import TypeVar

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")


def lending(tools: Sequence[T], use: Callable[[K, T], V]) -> Callable[[K], V]:
    """``use`` with a tool that nobody else has; callers wait for one when there is none left."""
    idle: SimpleQueue[T] = SimpleQueue()
    for tool in tools:
        idle.put(tool)

    def use_one(key: K) -> V:
        tool = idle.get()
        try:
            return use(key, tool)
        finally:
            idle.put(tool)

    return use_one
