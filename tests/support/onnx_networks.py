"""Tiny ONNX networks."""

from pathlib import Path

import numpy as np
import pytest


def write_brightness_network(path: Path, outputs: int = 2) -> Path:
    """The first output is the mean of a 3x8x8 input, the others are 0. Skips the test without ``onnx``."""
    onnx = pytest.importorskip("onnx")
    weights = np.zeros((3 * 8 * 8, outputs), np.float32)
    weights[:, 0] = 1 / len(weights)
    graph = onnx.helper.make_graph(
        [
            onnx.helper.make_node("Flatten", ["x"], ["flat"]),
            onnx.helper.make_node("MatMul", ["flat", "weights"], ["y"]),
        ],
        "brightness",
        [onnx.helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, [1, 3, 8, 8])],
        [onnx.helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, [1, outputs])],
        [onnx.numpy_helper.from_array(weights, "weights")],
    )
    opset = [onnx.helper.make_opsetid("", 13)]
    path.write_bytes(onnx.helper.make_model(graph, opset_imports=opset, ir_version=8).SerializeToString())
    return path
