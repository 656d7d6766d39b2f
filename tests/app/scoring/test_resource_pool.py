import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.scoring.resource_pool import resource_pool


def test_a_tool_is_used_by_one_thread_at_a_time_and_all_are_used():
    tools = [threading.Lock() for _ in range(3)]
    together = threading.Barrier(3)

    def use(key: int, tool: threading.Lock) -> int:
        assert tool.acquire(blocking=False)
        together.wait(timeout=10)
        tool.release()
        return key

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(resource_pool(tools, use), range(24))) == list(range(24))


def test_a_tool_is_given_back_when_its_use_fails():
    def use(key: int, tool: str) -> float:
        return 1 / key

    use_one = resource_pool(["the only one"], use)
    with pytest.raises(ZeroDivisionError):
        use_one(0)
    assert use_one(2) == 0.5
