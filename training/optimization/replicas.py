"""Copies of one network that train together, in one process or in several."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any, TypeVar

import numpy as np
import tensorflow as tf

from model.messages.message import english_only
from training.jobs.progress import JobError, ShouldStop, never_stop
from training.optimization.interruptible_call import call_interruptibly

T = TypeVar("T")

PEER_LOST_ERRORS = (tf.errors.UnavailableError, tf.errors.AbortedError, tf.errors.CancelledError)
PAYLOAD_DTYPE = np.dtype("<u2")
"""Bytes are sent between processes in pieces of 16 bits, which every device adds exactly as float32."""


class Replicas:
    """The replicas of a ``tf.distribute`` strategy, numbered across all processes; the chief has number 0.

    Every process must call the same methods in the same order: each call waits for all processes, and asks
    ``should_stop`` while it waits.
    """

    def __init__(self, strategy: tf.distribute.Strategy, should_stop: ShouldStop = never_stop) -> None:
        self._strategy, self._should_stop = strategy, should_stop
        self._local = strategy.experimental_local_results(self.per_replica(lambda number: number))

    @property
    def count(self) -> int:
        return self._strategy.num_replicas_in_sync

    @property
    def chief(self) -> bool:
        """Whether this process decides and writes files."""
        return self._local[0] == 0

    @property
    def several_processes(self) -> bool:
        return len(self._local) < self.count

    def scope(self) -> AbstractContextManager[Any]:
        """Variables created within it are mirrored on every replica."""
        return self._strategy.scope()

    def replica_slice(self, replica: int, size: int) -> slice:
        """The crops that ``replica`` embeds, of ``size``."""
        return slice(size * replica // self.count, size * (replica + 1) // self.count)

    def local_slice(self, size: int) -> slice:
        """The crops that the replicas of this process embed, of ``size``."""
        first, last = (self.replica_slice(self._local[end], size) for end in (0, -1))
        return slice(first.start, last.stop)

    def per_replica(self, value: Callable[[int], T]) -> T:
        """``value(number)`` for each replica of this process."""
        return self._strategy.experimental_distribute_values_from_function(
            lambda context: value(context.replica_id_in_sync_group)
        )

    def sum_over_replicas(self, function: Callable[..., Any], values: Any) -> Any:
        """The sum over all replicas of ``function(*values)``; ``values`` come from ``per_replica``."""
        strategy = self._strategy
        return strategy.reduce(tf.distribute.ReduceOp.SUM, strategy.run(function, values), axis=None)

    def all_gather(self, rows: Any) -> Any:
        """Within ``sum_over_replicas``: the rows of all replicas. Its gradient sums over all replicas."""
        if self.count == 1:
            return rows
        return _with_dense_gradient(tf.distribute.get_replica_context().all_gather(rows, axis=0))

    def any_process(self, condition: bool) -> bool:
        """Whether ``condition`` holds in any process."""
        if not self.several_processes:
            return condition
        return bool(self._sum_over_processes(np.array([condition], np.float32))[0])

    def broadcast_from_chief(self, content: Callable[[], bytes]) -> bytes:
        """What ``content`` returns at the chief. The other processes do not call it."""
        if not self.several_processes:
            return content()
        sent = content() if self.chief else b""
        size = int.from_bytes(self._broadcast(len(sent).to_bytes(8)))
        return self._broadcast(sent.ljust(size + size % 2, b"\0"))[:size]

    def wait_for_chief(self) -> None:
        """Wait until the chief calls this, too. The chief itself ignores lost peers.

        Raises JobError when the chief has ended.
        """
        with suppress(*PEER_LOST_ERRORS) if self.chief else self.translate_peer_loss():
            self.any_process(False)

    @contextmanager
    def translate_peer_loss(self) -> Iterator[None]:
        """Raises JobError when another process ends while the block runs."""
        try:
            yield
        except PEER_LOST_ERRORS as error:
            if not self.several_processes:
                raise
            raise JobError(
                english_only(
                    "Another process of this training has ended or cannot be reached; its own output says "
                    "why. "
                    "Start all of them again: they resume from the chief's last checkpoint. "
                    f"Received: {error.message.splitlines()[0]}"
                )
            ) from error

    def _broadcast(self, content: bytes) -> bytes:
        """The chief's ``content``. The others pass as many zeros."""
        summed = self._sum_over_processes(np.frombuffer(content, PAYLOAD_DTYPE).astype(np.float32))
        return summed.astype(PAYLOAD_DTYPE).tobytes()

    def _sum_over_processes(self, array: np.ndarray) -> np.ndarray:
        def wait() -> np.ndarray:
            return self._strategy.reduce(tf.distribute.ReduceOp.SUM, tf.constant(array), axis=None).numpy()

        return call_interruptibly(wait, self._should_stop)


@tf.custom_gradient
def _with_dense_gradient(rows: Any) -> Any:
    """Picking rows has a sparse gradient, which replicas cannot sum."""
    return tf.identity(rows), tf.convert_to_tensor
