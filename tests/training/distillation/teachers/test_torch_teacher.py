from typing import Any

import numpy as np
import pytest

from tests.support.optional_packages import needs_torch
from training.jobs.progress import JobError

onnx = pytest.importorskip("onnx", reason="makes the networks: see requirements-recipe.txt")

pytestmark = [pytest.mark.slow, needs_torch]

WIDTH, SIZE, DIMENSIONS = 6, 12, 4


def tensor(name: str, *shape: int, low: float = -0.5, high: float = 0.5) -> Any:
    rng = np.random.default_rng(len(name) + sum(shape))
    return onnx.numpy_helper.from_array(rng.uniform(low, high, shape).astype(np.float32), name)


def normalisation(name: str, width: int) -> list[Any]:
    names = [f"{name}_{part}" for part in ("gamma", "beta", "mean")]
    return [*(tensor(part, width) for part in names), tensor(f"{name}_variance", width, low=0.5, high=2.0)]


def node(operation: str, inputs: list[str], output: str, **attributes: Any) -> Any:
    return onnx.helper.make_node(operation, inputs, [output], **attributes)


def residual_network() -> bytes:
    """All operations that a teacher can have, with a residual addition: (n, 3, 12, 12) -> (n, 4)."""
    stored = [
        tensor("mean", 1),
        tensor("factor", 1),
        tensor("stem", WIDTH, 3, 3, 3),
        *normalisation("norm", WIDTH),
        tensor("slope", WIDTH, 1, 1, low=0.1, high=0.3),
        tensor("depthwise", WIDTH, 1, 3, 3),
        tensor("depthwise_bias", WIDTH),
        tensor("low", low=0.0, high=0.1),
        tensor("high", low=2.0, high=3.0),
        tensor("pointwise", WIDTH, WIDTH, 1, 1),
        *normalisation("free", WIDTH),
        tensor("dense", DIMENSIONS, WIDTH * 36),
        tensor("dense_bias", DIMENSIONS),
        *normalisation("last", DIMENSIONS),
    ]
    norms = {
        name: [f"{name}_{part}" for part in ("gamma", "beta", "mean", "variance")]
        for name in ("norm", "free", "last")
    }
    nodes = [
        node("Sub", ["image", "mean"], "centred"),
        node("Mul", ["centred", "factor"], "scaled"),
        node("Conv", ["scaled", "stem"], "convolved", strides=[2, 2], pads=[1] * 4, kernel_shape=[3, 3]),
        node("BatchNormalization", ["convolved", *norms["norm"]], "normalised", epsilon=1e-3),
        node("PRelu", ["normalised", "slope"], "active"),
        node("Conv", ["active", "depthwise", "depthwise_bias"], "moved", pads=[1] * 4, group=WIDTH),
        node("Clip", ["moved", "low", "high"], "clipped"),
        node("Conv", ["clipped", "pointwise"], "projected"),
        node("Add", ["active", "projected"], "added"),
        node("Relu", ["added"], "positive"),
        node("BatchNormalization", ["positive", *norms["free"]], "shifted"),
        node("Dropout", ["shifted"], "kept"),
        node("Flatten", ["kept"], "flat"),
        node("Gemm", ["flat", "dense", "dense_bias"], "embedded", transB=1),
        node("BatchNormalization", ["embedded", *norms["last"]], "point"),
    ]
    return model_of(nodes, stored, "point")


def model_of(nodes: list[Any], stored: list[Any], output: str) -> bytes:
    ends = [
        onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape)
        for name, shape in (("image", ["n", 3, SIZE, SIZE]), (output, ["n", DIMENSIONS]))
    ]
    graph = onnx.helper.make_graph(nodes, "teacher", ends[:1], ends[1:], stored)
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 13)], ir_version=8)
    return bytes(model.SerializeToString())


def views(count: int = 3) -> np.ndarray:
    return np.random.default_rng(0).uniform(0, 255, (count, 3, SIZE, SIZE)).astype(np.float32)


def test_pytorch_computes_the_same_as_the_onnx_network() -> None:
    openvino = pytest.importorskip("openvino", reason="runs the ONNX network")
    import torch

    from training.distillation.teachers.onnx_module import OnnxModule

    content, images = residual_network(), views() / 255
    core = openvino.Core()
    compiled = core.compile_model(core.read_model(content, b""), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    received = OnnxModule(content)(torch.from_numpy(images)).numpy()
    np.testing.assert_allclose(received, compiled(images)[0], atol=1e-3)
    assert received.std() > 0.1


def test_normalisations_are_folded_where_a_convolution_or_dense_layer_precedes() -> None:
    from training.distillation.teachers.onnx_module import OnnxModule
    from training.distillation.teachers.onnx_operations import ChannelScale

    layers = OnnxModule(residual_network()).layers
    assert sum(isinstance(layer, ChannelScale) for layer in layers) == 1


def test_a_teacher_normalises_views_and_averages_them_with_their_mirror_images() -> None:
    import torch

    from training.distillation.teachers.onnx_module import OnnxModule
    from training.distillation.teachers.torch_teacher import TorchTeacher

    mean, deviation, images = (0.5, 0.4, 0.3), (0.2, 0.3, 0.4), torch.from_numpy(views())
    teacher = TorchTeacher(residual_network(), torch.device("cpu"), mean, deviation)
    channels = [torch.tensor(values)[:, None, None] for values in (mean, deviation)]
    network = OnnxModule(residual_network())
    sides = [network((side / 255 - channels[0]) / channels[1]) for side in (images, images.flip(3))]
    one, other = (side / side.norm(dim=1, keepdim=True) for side in sides)
    expected = (one + other) / (one + other).norm(dim=1, keepdim=True)
    torch.testing.assert_close(teacher(images), expected, atol=1e-4, rtol=0)


@pytest.mark.parametrize(
    ("nodes", "message"),
    [
        ([("MaxPool", ["image"], {"kernel_shape": [2, 2]})], "MaxPool"),
        ([("Conv", ["image", "kernel"], {"pads": [0, 0, 1, 1]})], "even padding"),
        ([("Sub", ["kernel", "image"], {})], "unusual inputs"),
        ([("Reshape", ["image", "shape"], {})], "to a vector only"),
        ([], "no network"),
    ],
)
def test_other_networks_are_rejected(nodes: list[Any], message: str) -> None:
    from training.distillation.teachers.onnx_module import OnnxModule

    shape = onnx.numpy_helper.from_array(np.array([0, 3, -1]), "shape")
    made = [node(operation, inputs, "point", **attributes) for operation, inputs, attributes in nodes]
    with pytest.raises(JobError, match=message):
        OnnxModule(model_of(made, [tensor("kernel", 3, 3, 2, 2), shape], "point"))


def test_a_file_of_another_kind_is_an_error() -> None:
    from training.distillation.teachers.onnx_module import OnnxModule

    with pytest.raises(JobError, match="not an ONNX file"):
        OnnxModule(b"nothing of this kind")
