import gc
from collections.abc import Iterator

import pytest

from app.system.garbage_collection import (
    DUE,
    OVERDUE,
    YOUNG_COLLECTIONS,
    GradualCollector,
    include_all_objects,
    pause_collection,
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


def survive(collections: int) -> None:
    for _ in range(collections):
        gc.collect(1)


@pytest.fixture
def collector() -> GradualCollector:
    collector = GradualCollector()
    collector.start()
    return collector


def test_new_garbage_waits_until_a_collection_is_due_and_the_window_idle(collector: GradualCollector) -> None:
    freed = old_garbage()
    collector.update(idle=True, unwatched=False)
    assert Node.freed == freed
    survive(YOUNG_COLLECTIONS)
    collector.update(idle=False, unwatched=False)
    assert Node.freed == freed
    collector.update(idle=True, unwatched=False)
    assert Node.freed == freed + 1


def test_an_overdue_collection_does_not_wait_for_an_idle_moment(collector: GradualCollector) -> None:
    freed = old_garbage()
    survive(2 * YOUNG_COLLECTIONS)
    collector.update(idle=False, unwatched=False)
    assert Node.freed == freed + 1


def test_python_itself_never_collects_old_objects(collector: GradualCollector) -> None:
    freed = old_garbage()
    survive(30)
    keep = [[] for _ in range(200_000)]
    assert Node.freed == freed
    assert keep


def test_what_stays_is_not_looked_at_again(collector: GradualCollector) -> None:
    keep = [[] for _ in range(1000)]
    survive(YOUNG_COLLECTIONS + 1)
    collector.update(idle=True, unwatched=False)
    assert len(gc.get_objects(generation=2)) < len(keep)


@pytest.mark.parametrize(("excluded", "unwatched"), [(DUE, True), (OVERDUE, False)])
def test_what_became_garbage_later_is_collected_when_nobody_is_there_or_after_long(
    collector: GradualCollector, excluded: int, unwatched: bool
) -> None:
    node, keep = Node(), [[] for _ in range(excluded)]
    survive(YOUNG_COLLECTIONS + 1)
    collector.update(idle=True, unwatched=False)
    freed = Node.freed
    del node
    collector.update(idle=True, unwatched=unwatched)
    assert Node.freed == freed + 1
    assert keep


def test_few_objects_are_not_worth_a_pause_although_nobody_is_there(collector: GradualCollector) -> None:
    node = Node()
    survive(YOUNG_COLLECTIONS + 1)
    collector.update(idle=True, unwatched=True)
    freed = Node.freed
    del node
    collector.update(idle=True, unwatched=True)
    assert Node.freed == freed


def test_nothing_is_collected_while_collection_is_paused(collector: GradualCollector) -> None:
    survive(YOUNG_COLLECTIONS + 2)
    pause_collection()
    freed = old_garbage()
    collector.update(idle=True, unwatched=True)
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
