"""The arithmetic of training: float32 or bfloat16 mixed precision. Saved weights are float32 either way."""

import time
from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

from model.network.layers import iter_layers

FLOAT32, MIXED_BFLOAT16 = "float32", "mixed_bfloat16"
MAX_TIME_RATIO = 0.8
"""Mixed precision is used where it takes less than this share of float32's time."""

TIMED_ROUNDS = 10
"""After one warm-up round, in which TensorFlow compiles the computation."""

MIN_BFLOAT16_CAPABILITY = (8, 0)
"""CUDA compute capability (Ampere, 2020). Older GPUs have float16 only, which needs loss scaling."""

MIXED_LAYERS = (keras.layers.Conv2D, keras.layers.BatchNormalization, keras.layers.ReLU, keras.layers.Add)


def device_policy() -> str:
    """``mixed_bfloat16`` where every GPU multiplies bfloat16 in hardware, else ``float32``.

    Always the same on one machine, so that the same run reaches the same weights.
    """
    gpus = tf.config.list_physical_devices("GPU")
    capable = gpus and all(_compute_capability(gpu) >= MIN_BFLOAT16_CAPABILITY for gpu in gpus)
    return MIXED_BFLOAT16 if capable else FLOAT32


def shortest_seconds(*dtypes: Any) -> list[float]:
    """For each dtype, the shortest of several runs of a typical convolution. The dtypes take turns, so that
    background load affects all of them alike."""
    convolutions = [_convolution(dtype) for dtype in dtypes]
    rounds = [[_seconds(each) for each in convolutions] for _ in range(TIMED_ROUNDS + 1)]
    return [min(times) for times in zip(*rounds[1:], strict=True)]


def fastest_policy(measure: Callable[..., list[float]] | None = None) -> str:
    """``mixed_bfloat16`` where the device is faster in it, else ``float32``.

    GPUs report it. A processor is measured, by ``shortest_seconds`` unless another ``measure`` is given, so
    the answer may depend on its load.
    """
    if tf.config.list_physical_devices("GPU"):
        return device_policy()
    mixed, full = (measure or shortest_seconds)(tf.bfloat16, tf.float32)
    return MIXED_BFLOAT16 if mixed < MAX_TIME_RATIO * full else FLOAT32


def set_dtype_policy(policy: str, embedding: keras.Model) -> None:
    """Compute the convolutional part of ``embedding`` in ``policy``; its variables stay float32.

    The projection onto the sphere always computes in float32: similarities are differences of small numbers.
    """
    for layer in iter_layers(embedding):
        if isinstance(layer, MIXED_LAYERS) and len(layer.output.shape) == 4:
            layer.dtype_policy = keras.DTypePolicy(policy)


def _compute_capability(gpu: Any) -> tuple[int, ...]:
    """(0,) for GPUs of other makers than NVIDIA, which have none."""
    return tuple(tf.config.experimental.get_device_details(gpu).get("compute_capability", (0,)))


def _convolution(dtype: Any) -> Callable[[], Any]:
    x = tf.ones((32, 25, 25, 48), dtype)
    kernel = tf.ones((3, 3, 48, 48), dtype)
    return tf.function(lambda: tf.reduce_sum(tf.nn.relu(tf.nn.conv2d(x, kernel, 1, "SAME"))))


def _seconds(compute: Callable[[], Any]) -> float:
    started = time.perf_counter()
    compute().numpy()
    return time.perf_counter() - started
