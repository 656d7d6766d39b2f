"""Training in the arithmetic that this processor is faster in; what is saved is float32 either way."""

import time
from typing import Any

import keras
import tensorflow as tf

from model.network.layers import every_layer

FULL, MIXED = "float32", "mixed_bfloat16"
FASTER_IF_BELOW = 0.8
"""Half the precision must buy something: below this share of the time it is worth it."""

MIXED_LAYERS = (keras.layers.Conv2D, keras.layers.BatchNormalization, keras.layers.ReLU, keras.layers.Add)


def fastest_policy() -> str:
    """``mixed_bfloat16`` where the processor multiplies bfloat16 in hardware, else ``float32``: measured."""
    return MIXED if _seconds(tf.bfloat16) < FASTER_IF_BELOW * _seconds(tf.float32) else FULL


def compute_in(policy: str, embedding: keras.Model) -> None:
    """Let the convolutional part of ``embedding`` compute in ``policy``; its variables stay float32.

    The projection onto the sphere always computes in float32: similarities are differences of small numbers.
    """
    for layer in every_layer(embedding):
        if isinstance(layer, MIXED_LAYERS) and len(layer.output.shape) == 4:
            layer.dtype_policy = keras.DTypePolicy(policy)


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
