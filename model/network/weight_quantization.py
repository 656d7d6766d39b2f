"""8-bit kernels for the convolutions of a LiteRT network."""

import numpy as np
from numpy.typing import NDArray
from tensorflow.lite.python import schema_py_generated as schema
from tensorflow.lite.tools import flatbuffer_utils

LARGEST = 127
PER_CHANNEL_VERSION = 5
"""The first version of LiteRT's convolution that takes float32 maps and kernels with a scale per channel."""


def quantize_convolutions(network: bytes) -> bytes:
    """Round the kernels of all convolutions but depthwise ones to 8 bits, with a symmetric scale for each
    output channel.

    LiteRT then rounds the maps before these convolutions, too, with a scale for each crop, and multiplies
    integers (Jacob et al. 2018, arXiv 1712.05877). Depthwise convolutions take less time in float32.
    """
    model = flatbuffer_utils.read_model_from_bytearray(bytearray(network))
    graph = model.subgraphs[0]
    for operator in graph.operators:
        code = model.operatorCodes[operator.opcodeIndex]
        if code.builtinCode == schema.BuiltinOperator.CONV_2D:
            code.version = PER_CHANNEL_VERSION
            kernel = graph.tensors[operator.inputs[1]]
            _quantize(kernel, model.buffers[kernel.buffer])
    return bytes(flatbuffer_utils.convert_object_to_bytearray(model))


def _quantize(kernel: schema.TensorT, buffer: schema.BufferT) -> None:
    if kernel.type != schema.TensorType.FLOAT32:  # shared with a convolution before
        return
    weights = np.frombuffer(bytes(buffer.data), np.float32).reshape(kernel.shape)
    scale = _scale_per_channel(weights)
    rounded = np.rint(weights / scale[:, np.newaxis, np.newaxis, np.newaxis]).astype(np.int8)
    buffer.data = np.frombuffer(rounded.tobytes(), np.uint8)
    kernel.type = schema.TensorType.INT8
    kernel.quantization = schema.QuantizationParametersT(
        scale=scale, zeroPoint=np.zeros(len(scale), np.int64), quantizedDimension=0
    )


def _scale_per_channel(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """(output channels,) for (output channels, height, width, input channels)."""
    largest = np.abs(weights).max(axis=(1, 2, 3))
    return np.where(largest > 0, largest / LARGEST, 1).astype(np.float32)
