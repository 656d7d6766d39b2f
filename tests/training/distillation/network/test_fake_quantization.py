from typing import Any

import numpy as np
import pytest

from tests.support.optional_packages import needs_torch

pytestmark = [pytest.mark.slow, needs_torch]


def to_tensor(crops: np.ndarray) -> Any:
    import torch

    return torch.from_numpy(crops).permute(0, 3, 1, 2)


def quantized_student(network: Any) -> Any:
    """After maps were measured on a few batches."""
    from tests.training.distillation.network.tiny_mobilefacenet import noisy_crops
    from training.distillation.network.fake_quantization import (
        enable_fake_quantization,
        insert_fake_quantization,
    )
    from training.distillation.network.student import Student

    student = Student(network)
    insert_fake_quantization(student)
    for seed in range(8):
        student.train()(to_tensor(noisy_crops(32, seed)))
    enable_fake_quantization(student)
    return student


def points(student: Any, crops: np.ndarray) -> np.ndarray:
    import torch

    with torch.no_grad():
        return student.eval()(to_tensor(crops)).numpy()


def test_a_map_has_at_most_256_levels_and_zero_is_one_of_them() -> None:
    import torch

    from training.distillation.network.fake_quantization import FakeQuantizedMap

    module, x = FakeQuantizedMap(), torch.linspace(-1, 3, 5001)
    assert torch.equal(module.train()(x), x)
    module.enabled = True
    rounded = module.eval()(torch.cat([x, torch.tensor([-9.0, 0.0, 9.0])]))
    levels = torch.unique(rounded)
    assert 250 < len(levels) <= 256
    assert rounded[-2] == 0
    assert (rounded[:-3] - x).abs().max() < 4 / 255
    assert (levels.min(), levels.max()) == pytest.approx((-1, 3), abs=4 / 255)


def test_gradients_pass_through_the_rounding_but_not_beyond_the_scale() -> None:
    import torch

    from training.distillation.network.fake_quantization import FakeQuantizedMap

    module = FakeQuantizedMap()
    module.train()(torch.tensor([-1.0, 1.0]))
    module.enabled = True
    x = torch.tensor([-3.0, 0.3, 3.0], requires_grad=True)
    module.eval()(x).sum().backward()
    assert x.grad.tolist() == [0, 1, 0]


def test_the_scale_follows_the_moving_minimum_and_maximum() -> None:
    import torch

    from training.distillation.network.fake_quantization import FakeQuantizedMap

    module = FakeQuantizedMap().train()
    for high in (1.0, 3.0):
        module(torch.tensor([0.5, high]))
    assert (module.low.item(), module.high.item()) == pytest.approx((0.0, 2.0))
    module.eval()(torch.tensor([50.0]))
    assert module.high.item() == pytest.approx(2.0)


def test_kernels_have_a_scale_for_each_output_channel() -> None:
    import torch

    from training.distillation.network.fake_quantization import FakeQuantizedWeight

    kernel = torch.randn(4, 3, 3, 3) * torch.tensor([0.01, 1.0, 10.0, 0.0])[:, None, None, None]
    rounded = FakeQuantizedWeight()(kernel)
    largest = kernel.abs().amax((1, 2, 3), keepdim=True)
    assert ((rounded - kernel).abs() <= largest / 127 / 2 + 1e-7).all()
    assert all(len(torch.unique(channel)) <= 255 for channel in rounded)


def test_maps_are_quantized_after_their_activation_and_vectors_never() -> None:
    from tests.training.distillation.network.tiny_mobilefacenet import tiny_mobilefacenet
    from training.distillation.network.fake_quantization import FakeQuantizedMap

    student = quantized_student(tiny_mobilefacenet())
    quantized = [
        name
        for name, output in zip(student.names, student.outputs, strict=True)
        if isinstance(output, FakeQuantizedMap)
    ]
    assert quantized == [
        *("scale", "stem_relu", "expand_relu", "depthwise_relu", "project", "add", "reduce_relu", "places1")
    ]


def test_removing_it_restores_the_network() -> None:
    from tests.training.distillation.network.tiny_mobilefacenet import noisy_crops, tiny_mobilefacenet
    from training.distillation.network.fake_quantization import remove_fake_quantization
    from training.distillation.network.student import Student

    crops = noisy_crops(16, 99)
    expected = points(Student(tiny_mobilefacenet()), crops)
    student = quantized_student(tiny_mobilefacenet())
    assert np.abs(points(student, crops) - expected).max() > 1e-3
    remove_fake_quantization(student)
    np.testing.assert_allclose(points(student, crops), expected, atol=1e-6)


def train(student: Any, targets: np.ndarray, crops: np.ndarray) -> None:
    import torch

    optimizer = torch.optim.Adam(student.parameters(), 3e-3)
    for _ in range(30):
        loss = (1 - (student.train()(to_tensor(crops)) * torch.from_numpy(targets)).sum(1)).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def integer_network(network: Any, crops: np.ndarray) -> Any:
    """The network as LiteRT computes it: maps in 8-bit integers, the dense layer and the norm in float32."""
    import tensorflow as tf
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

    from model.runtime.litert import LiteRtNetwork

    signature = [tf.TensorSpec((1, *network.input_shape[1:]), tf.float32)]
    function = tf.function(lambda crop: network(crop, training=False), input_signature=signature)
    frozen = convert_variables_to_constants_v2(function.get_concrete_function())
    converter = tf.lite.TFLiteConverter.from_concrete_functions([frozen])
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = lambda: ([crop[None]] for crop in crops)
    debugger = tf.lite.experimental.QuantizationDebugger(
        converter=converter,
        debug_dataset=converter.representative_dataset,
        debug_options=tf.lite.experimental.QuantizationDebugOptions(
            denylisted_ops=["FULLY_CONNECTED", "SQUARE", "SUM", "RSQRT", "MINIMUM", "MUL"]
        ),
    )
    return LiteRtNetwork(debugger.get_nondebug_quantized_model())


def test_litert_computes_in_integers_what_the_trained_student_computes() -> None:
    from tests.training.distillation.network.tiny_mobilefacenet import noisy_crops, tiny_mobilefacenet
    from training.distillation.network.fake_quantization import remove_fake_quantization

    network, crops = tiny_mobilefacenet(), noisy_crops(64, 7)
    student = quantized_student(network)
    rng = np.random.default_rng(0)
    targets = points(student, crops) + 0.3 * rng.normal(size=(64, 8)).astype(np.float32)
    train(student, targets / np.linalg.norm(targets, axis=1, keepdims=True), crops)
    expected = points(student, crops)
    remove_fake_quantization(student)
    student.copy_weights_to(network)
    litert = integer_network(network, crops)
    received = np.concatenate([litert(crop[None])[0] for crop in crops])
    cosines = (received * expected).sum(axis=1)
    assert cosines.min() > 0.995
    assert cosines.mean() > 0.999
