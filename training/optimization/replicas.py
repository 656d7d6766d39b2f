"""Copies of one network that learn together, in one process or in several."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any, TypeVar

import numpy as np
import tensorflow as tf

from training.jobs.progress import JobError, ShouldStop, never_stop
from training.optimization.interruptible_call import patiently

T = TypeVar("T")

LOST = (tf.errors.UnavailableError, tf.errors.AbortedError, tf.errors.CancelledError)
DIGIT = np.dtype("<u2")
"""What processes tell one another travels in pieces that float32, and every device, adds up exactly."""


class Replicas:
    """Those of a ``tf.distribute`` strategy, numbered through all processes; number 0 is the chief's.

    Every process calls the same methods in the same order: each waits until all have. A process that waits
    asks ``should_stop`` now and then.
    """

    def __init__(self, strategy: tf.distribute.Strategy, should_stop: ShouldStop = never_stop) -> None:
        self._strategy, self._should_stop = strategy, should_stop
        self._here = strategy.experimental_local_results(self.each(lambda number: number))

    @property
    def count(self) -> int:
        return self._strategy.num_replicas_in_sync

    @property
    def chief(self) -> bool:
        """Whether this process decides and writes files."""
        return self._here[0] == 0

    @property
    def several_processes(self) -> bool:
        return len(self._here) < self.count

    def scope(self) -> AbstractContextManager[Any]:
        """Variables made in it are the same on every replica."""
        return self._strategy.scope()

    def part_of(self, replica: int, size: int) -> slice:
        """Which of ``size`` crops ``replica`` embeds."""
        return slice(size * replica // self.count, size * (replica + 1) // self.count)

    def part(self, size: int) -> slice:
        """Which of ``size`` crops the replicas of this process embed."""
        return slice(self.part_of(self._here[0], size).start, self.part_of(self._here[-1], size).stop)

    def each(self, value: Callable[[int], T]) -> T:
        """For each replica of this process what ``value`` makes of its number."""
        return self._strategy.experimental_distribute_values_from_function(
            lambda context: value(context.replica_id_in_sync_group)
        )

    def total(self, function: Callable[..., Any], values: Any) -> Any:
        """The sum of what ``function`` makes on every replica of its ``values``, as ``each`` gave them."""
        strategy = self._strategy
        return strategy.reduce(tf.distribute.ReduceOp.SUM, strategy.run(function, values), axis=None)

    def gathered(self, rows: Any) -> Any:
        """Within ``total``: the rows of all replicas. The gradient adds up what all want of one's rows."""
        if self.count == 1:
            return rows
        return _with_dense_gradient(tf.distribute.get_replica_context().all_gather(rows, axis=0))

    def anyone(self, wish: bool) -> bool:
        """Whether a process has it."""
        return wish if not self.several_processes else bool(self._add(np.array([wish], np.float32))[0])

    def from_chief(self, say: Callable[[], bytes]) -> bytes:
        """What the chief says; nobody else is asked."""
        if not self.several_processes:
            return say()
        content = say() if self.chief else b""
        size = int.from_bytes(self._told(len(content).to_bytes(8)))
        return self._told(content.ljust(size + size % 2, b"\0"))[:size]

    def wait_for_chief(self) -> None:
        """Until it comes here, too, which minds nobody's absence. Raises JobError when it has ended."""
        with suppress(*LOST) if self.chief else self.bound_together():
            self.anyone(False)

    @contextmanager
    def bound_together(self) -> Iterator[None]:
        """Raises JobError within when another process has ended."""
        try:
            yield
        except LOST as error:
            if not self.several_processes:
                raise
            raise JobError(
                "Another process of this training has ended or cannot be reached; its own output says why. "
                "Start all of them again: they go on from the chief's last checkpoint. "
                f"Received: {error.message.splitlines()[0]}"
            ) from error

    def _told(self, content: bytes) -> bytes:
        """The chief's, when the others bring zeros in the same number."""
        return self._add(np.frombuffer(content, DIGIT).astype(np.float32)).astype(DIGIT).tobytes()

    def _add(self, numbers: np.ndarray) -> np.ndarray:
        """Of all processes, place by place."""

        def wait() -> np.ndarray:
            return self._strategy.reduce(tf.distribute.ReduceOp.SUM, tf.constant(numbers), axis=None).numpy()

        return patiently(wait, self._should_stop)


@tf.custom_gradient
def _with_dense_gradient(rows: Any) -> Any:
    """That of picking rows is sparse, which replicas cannot add up."""
    return tf.identity(rows), tf.convert_to_tensor
