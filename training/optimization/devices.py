"""What there is to train on."""

import tensorflow as tf


def compute_repeatably() -> None:
    """Let TensorFlow do one operation after another, each on all cores of the processor. Operations side by
    side share the cores as it happens to come and round sums in another order each time, so that no two runs
    come to the same weights. To be called before TensorFlow has computed anything."""
    tf.config.threading.set_inter_op_parallelism_threads(1)


def look_for_devices() -> int:
    """The number of processors and accelerators. TensorFlow looks but once; where a driver is missing it then
    says so on standard error, which its caller may not want in the middle of a progress bar."""
    return len(tf.config.list_physical_devices())
