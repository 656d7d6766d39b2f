"""Build many widgets over several frames, so that none of them takes long."""

import time
from collections import deque
from collections.abc import Callable, Iterable

from kivy.clock import Clock

FRAME_BUDGET_S = 0.005
"""Time for building in each frame. A step that takes longer gets a frame of its own."""

Step = Callable[[], object]


class GradualBuilder:
    """Runs steps in their order, on Kivy's thread."""

    def __init__(self) -> None:
        self._steps: deque[Step] = deque()
        self._last: Step | None = None
        self._event = Clock.create_trigger(lambda dt: self._run(), 0)

    @property
    def done(self) -> bool:
        return not self._steps

    def add(self, steps: Iterable[Step]) -> None:
        """Run the steps in the next frames, after the pending ones."""
        self._steps.extend(steps)
        self._event()

    def build(self, steps: Iterable[Step]) -> None:
        """Run the first steps now, and the others in the next frames, after the pending ones."""
        self._steps.extend(steps)
        self._run()

    def finish_with(self, step: Step) -> None:
        """Run ``step`` once no other is left, not even one that they add. An earlier last one is dropped."""
        self._last = step
        self._event()

    def cancel(self) -> None:
        """Drop the pending steps."""
        self._steps.clear()
        self._last = None
        self._event.cancel()

    def _run(self) -> None:
        deadline = time.perf_counter() + FRAME_BUDGET_S
        while self._steps:
            self._steps.popleft()()
            if time.perf_counter() >= deadline:
                break
        if self._steps:
            self._event()
        elif self._last:
            last, self._last = self._last, None
            last()
