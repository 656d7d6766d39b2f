"""Training in the arithmetic that this device is faster in; what is saved is float32 either way."""

import time
from typing import Any

import keras
import tensorflow as tf

from model.network.layers import every_layer

FULL, MIXED = "float32", "mixed_bfloat16"
FASTER_IF_BELOW = 0.8
"""Half the precision must buy something: below this share of the time it is worth it."""

BFLOAT16_SINCE = (8, 0)
"""Compute capability (Ampere, 2020). Older GPUs have float16 alone, for which losses must be scaled."""

MIXED_LAYERS = (keras.layers.Conv2D, keras.layers.BatchNormalization, keras.layers.ReLU, keras.layers.Add)


def fastest_policy() -> str:
    """``mixed_bfloat16`` where the device multiplies bfloat16 in hardware, else ``float32``.

    Every GPU says so itself; of the processor it is measured.
    """
    if gpus := tf.config.list_physical_devices("GPU"):
        return MIXED if all(_compute_capability(gpu) >= BFLOAT16_SINCE for gpu in gpus) else FULL
    return MIXED if _seconds(tf.bfloat16) < FASTER_IF_BELOW * _seconds(tf.float32) else FULL


def compute_in(policy: str, embedding: keras.Model) -> None:
    """Let the convolutional part of ``embedding`` compute in ``policy``; its variables stay float32.

    The projection onto the sphere always computes in float32: similarities are differences of small numbers.
    """
    for layer in every_layer(embedding):
        if isinstance(layer, MIXED_LAYERS) and len(layer.output.shape) == 4:
            layer.dtype_policy = keras.DTypePolicy(policy)


def _compute_capability(gpu: Any) -> tuple[int, ...]:
    """(0,) for those of another maker than NVIDIA, which have none."""
    return tuple(tf.config.experimental.get_device_details(gpu).get("compute_capability", (0,)))


def _seconds(dtype: Any) -> float:
    """The shortest of a few runs of a convolution as the network has them."""
    x = tf.ones((32, 25, 25, 48), dtype)
    kernel = tf.ones((3, 3, 48, 48), dtype)
    convolve = tf.function(lambda: tf.reduce_sum(tf.nn.relu(tf.nn.conv2d(x, kernel, 1, "SAME"))))
    convolve().numpy()
    times = []
    for _ in range(5):
        started = time.perf_counter()
        convolve().numpy()
        times.append(time.perf_counter() - started)
    return min(times)
