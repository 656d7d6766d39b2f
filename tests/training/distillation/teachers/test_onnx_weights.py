import os
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from training.jobs.progress import JobError

onnx = pytest.importorskip("onnx", reason="reading weights needs onnx: see requirements-recipe.txt")

pytestmark = pytest.mark.slow

TEACHER = Path(os.environ.get("SAMEFACE_DATA", "")) / "teacher" / "mobilefacenet-foamliu.onnx"
SHAPES = ((8, 3, 3, 3), (8, 1, 3, 3), (5, 8, 1, 1))
"""A convolution with a stride, a depthwise and a 1x1 convolution."""


def layer_weights() -> list[tuple[np.ndarray, np.ndarray]]:
    rng = np.random.default_rng(0)
    return [
        (rng.normal(0, 0.3, shape).astype(np.float32), rng.normal(0, 0.3, shape[0]).astype(np.float32))
        for shape in SHAPES
    ]


def write_network(file: Path, biases: bool = True) -> None:
    """The order of the tensors in the file differs from the execution order."""
    from onnx import TensorProto, helper, numpy_helper

    tensors, nodes, source = [], [], "image"
    settings: tuple[dict[str, Any], ...] = (
        {"strides": [2, 2], "pads": [1] * 4},
        {"pads": [1] * 4, "group": 8},
        {},
    )
    for number, ((kernel, bias), more) in enumerate(zip(layer_weights(), settings, strict=True)):
        names = [f"kernel{number}", f"bias{number}"][: 1 + biases]
        tensors += [
            numpy_helper.from_array(array, name) for array, name in zip((kernel, bias), names, strict=False)
        ]
        nodes.append(helper.make_node("Conv", [source, *names], [f"map{number}"], **more))
        source = f"map{number}"
    ends = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
        for name, shape in (("image", [1, 3, 8, 8]), (source, [1, 5, 4, 4]))
    ]
    graph = helper.make_graph(nodes, "small", ends[:1], ends[1:], tensors[::-1])
    onnx.save(helper.make_model(graph), file)


def small_network() -> Any:
    import keras
    from keras import layers

    image = keras.Input((8, 8, 3))
    x = layers.Conv2D(8, 3, 2)(layers.ZeroPadding2D(1)(image))
    x = layers.DepthwiseConv2D(3)(layers.ZeroPadding2D(1)(x))
    return keras.Model(image, layers.Conv2D(5, 1)(x))


def test_keras_computes_the_same_as_the_onnx_network(tmp_path: Path) -> None:
    openvino = pytest.importorskip("openvino", reason="runs the ONNX network")
    from training.distillation.teachers.onnx_weights import assign_weights, read_layer_weights

    file = tmp_path / "small.onnx"
    write_network(file)
    network = small_network()
    assign_weights(network, read_layer_weights(file))
    image = np.random.default_rng(1).uniform(0, 1, (1, 8, 8, 3)).astype(np.float32)
    compiled = openvino.Core().compile_model(file, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    expected = compiled(image.transpose(0, 3, 1, 2))[0].transpose(0, 2, 3, 1)
    np.testing.assert_allclose(network(image), expected, atol=1e-5)


def test_weights_come_in_execution_order(tmp_path: Path) -> None:
    from training.distillation.teachers.onnx_weights import read_layer_weights

    write_network(tmp_path / "small.onnx")
    for (kernel, bias), (expected, offset) in zip(
        read_layer_weights(tmp_path / "small.onnx"), layer_weights(), strict=True
    ):
        np.testing.assert_array_equal(kernel, expected)
        np.testing.assert_array_equal(bias, offset)


def test_a_dense_layer_takes_the_kernel_of_a_1x1_convolution() -> None:
    import keras

    from training.distillation.teachers.onnx_weights import assign_weights

    vector = keras.Input((8,))
    network = keras.Model(vector, keras.layers.Dense(5)(vector))
    kernel, bias = layer_weights()[2]
    assign_weights(network, [(kernel, bias)])
    rows = np.eye(8, dtype=np.float32)
    np.testing.assert_allclose(network(rows), rows @ kernel[:, :, 0, 0].T + bias, rtol=1e-5)


def test_weights_of_another_network_are_rejected() -> None:
    from training.distillation.teachers.onnx_weights import assign_weights

    with pytest.raises(JobError, match=r"3 layers with weights\. Received: 2"):
        assign_weights(small_network(), layer_weights()[:2])
    with pytest.raises(JobError, match=r"needs a kernel of shape .* Received"):
        assign_weights(small_network(), layer_weights()[::-1])


def test_files_without_such_weights_are_an_error(tmp_path: Path) -> None:
    from training.distillation.teachers.onnx_weights import read_layer_weights

    write_network(tmp_path / "bare.onnx", biases=False)
    (tmp_path / "text.onnx").write_text("nothing of this kind")
    for name in ("bare.onnx", "text.onnx", "none.onnx"):
        with pytest.raises(JobError, match=name.replace(".", r"\.")):
            read_layer_weights(tmp_path / name)


@pytest.mark.skipif(not TEACHER.is_file(), reason="SAMEFACE_DATA holds no teacher")
def test_the_student_starts_equal_to_its_teacher() -> None:
    openvino = pytest.importorskip("openvino", reason="runs the ONNX network")
    from model.network.mobilefacenet import STANDARD
    from training.distillation.network.warm_start import student_from_teacher

    crops = np.random.default_rng(0).integers(0, 256, (2, 100, 100, 3)).astype(np.float32)
    views = np.stack([cv2.resize(crop, (112, 112), interpolation=cv2.INTER_LINEAR) for crop in crops])
    core = openvino.Core()
    model = core.read_model(TEACHER)
    model.reshape([2, 3, 112, 112])
    compiled = core.compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    inputs = ((views / 255 - STANDARD.mean) / STANDARD.deviation).transpose(0, 3, 1, 2).astype(np.float32)
    expected = compiled(inputs)[0]
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    first, second = np.split(np.asarray(student_from_teacher(TEACHER, (0.5, 0.5))(crops)), 2, axis=1)
    np.testing.assert_allclose(first * 2**0.5, expected, atol=1e-4)
    np.testing.assert_allclose(second * 2**0.5, expected, atol=1e-4)
