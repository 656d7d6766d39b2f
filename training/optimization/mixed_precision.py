"""The arithmetic of training, full or half precision; what is saved is float32 either way."""

import time
from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

from model.network.layers import every_layer

FULL, MIXED = "float32", "mixed_bfloat16"
FASTER_IF_BELOW = 0.8
"""Half the precision must buy something: below this share of the time it is worth it."""

ROUNDS = 10
"""After a first one, in which TensorFlow prepares the computation."""

BFLOAT16_SINCE = (8, 0)
"""Compute capability (Ampere, 2020). Older GPUs have float16 alone, for which losses must be scaled."""

MIXED_LAYERS = (keras.layers.Conv2D, keras.layers.BatchNormalization, keras.layers.ReLU, keras.layers.Add)


def known_policy() -> str:
    """``mixed_bfloat16`` where every GPU says that it multiplies bfloat16 in hardware, else ``float32``.

    On one machine the same each time, so that the same run comes to the same weights.
    """
    gpus = tf.config.list_physical_devices("GPU")
    capable = gpus and all(_compute_capability(gpu) >= BFLOAT16_SINCE for gpu in gpus)
    return MIXED if capable else FULL


def fastest_policy() -> str:
    """``mixed_bfloat16`` where the device is faster in it, else ``float32``.

    Every GPU says so itself. Of a processor it is measured, and the answer may change with what else it does.
    """
    if tf.config.list_physical_devices("GPU"):
        return known_policy()
    mixed, full = _least_seconds(tf.bfloat16, tf.float32)
    return MIXED if mixed < FASTER_IF_BELOW * full else FULL


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


def _least_seconds(*dtypes: Any) -> list[float]:
    """For each the shortest of a few runs of a convolution as the network has them; taken in turns, they meet
    the same load."""
    convolutions = [_convolution(dtype) for dtype in dtypes]
    rounds = [[_seconds(each) for each in convolutions] for _ in range(ROUNDS + 1)]
    return [min(times) for times in zip(*rounds[1:], strict=True)]


def _convolution(dtype: Any) -> Callable[[], Any]:
    x = tf.ones((32, 25, 25, 48), dtype)
    kernel = tf.ones((3, 3, 48, 48), dtype)
    return tf.function(lambda: tf.reduce_sum(tf.nn.relu(tf.nn.conv2d(x, kernel, 1, "SAME"))))


def _seconds(compute: Callable[[], Any]) -> float:
    started = time.perf_counter()
    compute().numpy()
    return time.perf_counter() - started
