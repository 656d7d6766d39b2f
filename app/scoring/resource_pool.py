"""A pool of resources that only one thread may use at a time."""

from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import TypeVar

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")


def resource_pool(resources: Sequence[T], use: Callable[[K, T], V]) -> Callable[[K], V]:
    """Call ``use`` with an idle resource, and wait until there is one."""
    idle: SimpleQueue[T] = SimpleQueue()
    for resource in resources:
        idle.put(resource)

    def use_one(key: K) -> V:
        resource = idle.get()
        try:
            return use(key, resource)
        finally:
            idle.put(resource)

    return use_one
