import random
from collections.abc import Callable, Iterator
from concurrent.futures import Future

import pytest

from app.scoring.ordered_map import ordered_map


class Adversary:
    """Finishes work in its own order, and only as much of it as necessary."""

    def __init__(self, seed: int) -> None:
        self._choice = random.Random(seed)
        self._open: list[tuple[int, Future[int]]] = []
        self.finished: list[int] = []

    def begin(self, item: int) -> Callable[[], int]:
        future: Future[int] = Future()
        self._open.append((item, future))
        return lambda: self._wait_for(future)

    def _wait_for(self, future: Future[int]) -> int:
        while not future.done():
            item, other = self._open.pop(self._choice.randrange(len(self._open)))
            self.finished.append(item)
            other.set_result(10 * item)
        return future.result()


@pytest.mark.parametrize("seed", range(20))
def test_results_come_in_order_whatever_is_finished_first(seed):
    adversary = Adversary(seed)
    items = list(range(50))
    assert list(ordered_map(iter(items), adversary.begin, 8)) == [10 * item for item in items]
    assert adversary.finished != items


@pytest.mark.parametrize("ahead", [1, 2, 7])
def test_the_source_is_never_read_further_ahead_than_allowed(ahead):
    read = 0

    def endless_frames() -> Iterator[int]:
        nonlocal read
        while True:
            read += 1
            yield read

    results = ordered_map(endless_frames(), lambda item: lambda: item, ahead)
    for taken in range(100):
        assert next(results) == taken + 1
        assert read - taken == ahead


def test_a_source_shorter_than_the_lead_and_an_empty_one():
    assert list(ordered_map(iter("ab"), lambda item: lambda: item, 5)) == ["a", "b"]
    assert list(ordered_map(iter(()), lambda item: lambda: item, 5)) == []
