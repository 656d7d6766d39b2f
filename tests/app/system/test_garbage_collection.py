import gc
from collections.abc import Iterator

import pytest

from app.system.garbage_collection import (
    YOUNG_COLLECTIONS,
    collect_if_due,
    include_all_objects,
    pause_collection,
    postpone_full_collections,
    resume_collection,
)


@pytest.fixture(autouse=True)
def _normal_collection() -> Iterator[None]:
    thresholds = gc.get_threshold()
    gc.collect()
    yield
    gc.set_threshold(*thresholds)
    gc.enable()
    gc.unfreeze()


class Node:
    """Is part of a cycle, which only a collection can free."""

    freed = 0

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        Node.freed += 1


def old_garbage() -> int:
    """Make garbage that only a full collection frees. Returns how many nodes were freed so far."""
    node = Node()
    gc.collect(0)
    gc.collect(1)
    freed = Node.freed
    del node
    return freed


def test_a_postponed_full_collection_waits_until_it_is_due() -> None:
    postpone_full_collections()
    freed = old_garbage()
    collect_if_due(idle=True)
    assert Node.freed == freed
    for _ in range(YOUNG_COLLECTIONS + 1):
        gc.collect(1)
    collect_if_due(idle=False)
    assert Node.freed == freed
    collect_if_due(idle=True)
    assert Node.freed == freed + 1


def test_a_full_collection_that_is_long_overdue_does_not_wait_for_an_idle_moment() -> None:
    postpone_full_collections()
    freed = old_garbage()
    for _ in range(2 * YOUNG_COLLECTIONS + 1):
        gc.collect(1)
    collect_if_due(idle=False)
    assert Node.freed == freed + 1


def test_nothing_is_collected_while_collection_is_paused() -> None:
    for _ in range(YOUNG_COLLECTIONS + 2):
        gc.collect(1)
    pause_collection()
    freed = old_garbage()
    collect_if_due(idle=True)
    assert Node.freed == freed


def test_objects_of_the_start_are_collected_when_all_are_included_again() -> None:
    node = Node()
    resume_collection()
    freed = Node.freed
    del node
    gc.collect()
    assert Node.freed == freed
    include_all_objects()
    gc.collect()
    assert Node.freed == freed + 1
