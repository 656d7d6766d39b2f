"""Load published weights from an ONNX file into a Keras network with the same layers."""

from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from model.installation.commands import install_command
from model.messages.message import english_only
from model.network.layers import iter_layers
from training.jobs.progress import JobError

KERAS_AXES = {"convolution": (2, 3, 1, 0), "depthwise": (2, 3, 0, 1)}
"""Permutations of an ONNX kernel's axes to the order of Keras."""

LayerWeights = tuple[NDArray[np.float32], NDArray[np.float32]]
"""Kernel (outputs, inputs of a group, height, width) and bias (outputs,)."""


def read_layer_weights(file: Path) -> list[LayerWeights]:
    """Kernel and bias of every convolution, in execution order.

    Raises JobError when the file cannot be read or a convolution has no bias: batch normalisation must be
    folded into the convolutions.
    """
    try:
        # Only distillation needs them: see requirements-recipe.txt.
        import onnx
        from google.protobuf.message import DecodeError
    except ImportError as error:
        raise JobError(english_only(f"Reading weights needs onnx: {install_command('recipe')}")) from error
    try:
        graph = onnx.load(file).graph
        stored = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer}
        nodes = [node for node in graph.node if node.op_type == "Conv"]
        return [(stored[node.input[1]], stored[node.input[2]]) for node in nodes]
    except (OSError, KeyError, IndexError, ValueError, DecodeError) as error:
        raise JobError(
            english_only(f"{file} is not an ONNX file of convolutions with biases: {error}")
        ) from error


def assign_weights(network: keras.Model, weights: list[LayerWeights]) -> None:
    """Set the weights of the convolutions and dense layers of ``network``, in order.

    A dense layer takes the kernel of a 1x1 convolution. Raises JobError when the weights do not fit.
    """
    layers = [layer for layer in iter_layers(network) if layer.weights]
    if len(layers) != len(weights):
        raise JobError(
            english_only(f"The network has {len(layers)} layers with weights. Received: {len(weights)}")
        )
    for layer, (kernel, bias) in zip(layers, weights, strict=True):
        _set_weights(layer, kernel, bias)


def _set_weights(layer: Any, kernel: NDArray[np.float32], bias: NDArray[np.float32]) -> None:
    expected = tuple(layer.weights[0].shape)
    transposed = _to_keras_axes(layer, kernel)
    if transposed.shape != expected or bias.shape != tuple(layer.weights[1].shape):
        raise JobError(
            english_only(f"{layer.name} needs a kernel of shape {expected}. Received: {transposed.shape}")
        )
    layer.set_weights([transposed, bias])


def _to_keras_axes(layer: Any, kernel: NDArray[np.float32]) -> NDArray[np.float32]:
    if isinstance(layer, keras.layers.Dense):
        return kernel[:, :, 0, 0].T
    kind = "depthwise" if isinstance(layer, keras.layers.DepthwiseConv2D) else "convolution"
    return kernel.transpose(KERAS_AXES[kind])
