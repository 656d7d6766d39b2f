"""TensorFlow's devices and deterministic execution."""

import tensorflow as tf


def enable_determinism() -> None:
    """Run one TensorFlow operation at a time, each on all cores. Call it before TensorFlow computes anything.

    Parallel operations share the cores in an order that changes, so sums are rounded differently in each run
    and no two runs reach the same weights.
    """
    tf.config.threading.set_inter_op_parallelism_threads(1)


def count_devices() -> int:
    """The number of processors and accelerators.

    TensorFlow searches for devices once. It reports missing drivers on standard error then, so call this
    before a progress bar is drawn.
    """
    return len(tf.config.list_physical_devices())
