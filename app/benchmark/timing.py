"""Time repeated calls."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

import numpy as np

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds over ``runs`` calls. The minimum is the time on an idle machine."""

    runs: int
    least_ms: float
    median_ms: float
    p95_ms: float
    p99_ms: float

    @property
    def per_second(self) -> float:
        return 1000 / self.median_ms

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Timing":
        """Raises ValueError for no measurement."""
        if not seconds:
            raise ValueError("Nothing was measured. Received: seconds=[]")
        least, median, p95, p99 = np.percentile(np.array(seconds) * 1000, [0, 50, 95, 99]).tolist()
        return cls(len(seconds), least, median, p95, p99)


def timed(seconds: list[float], work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """The result of ``work``, whose time is appended to ``seconds``."""
    started = time.perf_counter()
    result = work(*arguments, **named)
    seconds.append(time.perf_counter() - started)
    return result
