"""Weights that somebody else has published as an ONNX file, for a Keras network of the same layers."""

from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from model.network.layers import iter_layers
from training.jobs.progress import JobError

KERAS_AXES = {"convolution": (2, 3, 1, 0), "depthwise": (2, 3, 0, 1)}
"""How an ONNX kernel is seen with its axes in the order of Keras."""

Kernel = tuple[NDArray[np.float32], NDArray[np.float32]]
"""(outputs, inputs of a group, height, width) and a bias (outputs,)."""


def read_kernels(file: Path) -> list[Kernel]:
    """Of every convolution, in the order in which the network computes them.

    Raises JobError when there is no such file, or a convolution has no bias of its own: batch
    normalisations must have been folded.
    """
    try:
        # Only distilling needs them: see requirements-recipe.txt.
        import onnx
        from google.protobuf.message import DecodeError
    except ImportError as error:
        raise JobError("Reading weights needs onnx: pip install -r requirements-recipe.txt") from error
    try:
        graph = onnx.load(file).graph
        stored = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer}
        nodes = [node for node in graph.node if node.op_type == "Conv"]
        return [(stored[node.input[1]], stored[node.input[2]]) for node in nodes]
    except (OSError, KeyError, IndexError, ValueError, DecodeError) as error:
        raise JobError(f"{file} is no ONNX file of convolutions with a bias: {error}") from error


def take_over(network: keras.Model, kernels: list[Kernel]) -> None:
    """Give ``kernels`` to the convolutions and dense layers of ``network``, in their order.

    A dense layer takes the kernel of a convolution of 1x1. Raises JobError when they do not fit.
    """
    weighed = [layer for layer in iter_layers(network) if layer.weights]
    if len(weighed) != len(kernels):
        raise JobError(f"The network has {len(weighed)} layers with weights; {len(kernels)} were received.")
    for layer, (kernel, bias) in zip(weighed, kernels, strict=True):
        _give(layer, kernel, bias)


def _give(layer: Any, kernel: NDArray[np.float32], bias: NDArray[np.float32]) -> None:
    wanted = tuple(layer.weights[0].shape)
    turned = _turned(layer, kernel)
    if turned.shape != wanted or bias.shape != tuple(layer.weights[1].shape):
        raise JobError(f"{layer.name} takes a kernel of {wanted}. Received: {turned.shape}")
    layer.set_weights([turned, bias])


def _turned(layer: Any, kernel: NDArray[np.float32]) -> NDArray[np.float32]:
    if isinstance(layer, keras.layers.Dense):
        return kernel[:, :, 0, 0].T
    kind = "depthwise" if isinstance(layer, keras.layers.DepthwiseConv2D) else "convolution"
    return kernel.transpose(KERAS_AXES[kind])
