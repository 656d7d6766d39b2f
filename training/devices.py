"""What there is to train on."""

import tensorflow as tf


def look_for_devices() -> int:
    """The number of processors and accelerators. TensorFlow looks but once; where a driver is missing it then
    says so on standard error, which its caller may not want in the middle of a progress bar."""
    return len(tf.config.list_physical_devices())
