from typing import Any

import numpy as np
import pytest

from tests.support.optional_packages import needs_torch

pytestmark = [pytest.mark.slow, needs_torch]


def images(count: int = 3, size: int = 100) -> np.ndarray:
    return np.random.default_rng(0).uniform(0, 255, (count, size, size, 3)).astype(np.float32)


def forward(student: Any, crops: np.ndarray) -> np.ndarray:
    import torch

    with torch.no_grad():
        return student.eval()(torch.from_numpy(crops.transpose(0, 3, 1, 2).copy())).numpy()


def perturbed(embedding: Any) -> Any:
    """With statistics and scales unlike those of a new network."""
    rng = np.random.default_rng(1)
    embedding.set_weights([w + rng.uniform(0.01, 0.1, w.shape) for w in embedding.get_weights()])
    return embedding


def test_the_student_computes_the_same_as_keras() -> None:
    from model.network.embedding import build_likeness
    from training.distillation.network.student import Student

    embedding = perturbed(build_likeness())
    expected = np.asarray(embedding(images(), training=False))
    np.testing.assert_allclose(forward(Student(embedding), images()), expected, atol=1e-5)


@pytest.mark.parametrize("size", [9, 10, 11, 12])
@pytest.mark.parametrize("kernel", [1, 2, 3])
def test_strided_convolutions_are_padded_as_in_keras(size: int, kernel: int) -> None:
    import keras

    from training.distillation.network.student import Student

    image = keras.Input((size, size, 3))
    x = keras.layers.Conv2D(4, kernel, 2, padding="same", use_bias=False)(image)
    x = keras.layers.DepthwiseConv2D(x.shape[1], use_bias=False)(x)
    network = keras.Model(image, keras.layers.UnitNormalization()(keras.layers.Flatten()(x)))
    expected = np.asarray(network(images(size=size), training=False))
    np.testing.assert_allclose(forward(Student(network), images(size=size)), expected, atol=1e-5)


def test_weights_are_copied_back_to_keras() -> None:
    from tests.support.tiny_siamese import tiny_embedding
    from tests.training.distillation.tiny_student import tiny_likeness
    from training.distillation.network.student import Student

    source, target = perturbed(tiny_likeness()), tiny_likeness()
    Student(source).copy_weights_to(target)
    for expected, received in zip(source.get_weights(), target.get_weights(), strict=True):
        np.testing.assert_array_equal(received, expected)
    with pytest.raises(ValueError, match="AveragePooling2D"):
        Student(tiny_embedding())


def test_a_global_depthwise_kernel_is_interpolated_for_smaller_maps() -> None:
    import torch

    from training.distillation.network.keras_to_torch import GlobalDepthwise

    depthwise = GlobalDepthwise(2, 4, 4)
    with torch.no_grad():
        depthwise.weight.copy_(torch.arange(1.0, 33).view(2, 1, 4, 4))
        small = depthwise(torch.ones(1, 2, 2, 2))
        large = depthwise(torch.ones(1, 2, 4, 4))
    assert small.shape == large.shape == (1, 2, 1, 1)
    np.testing.assert_allclose(small, large)
    np.testing.assert_allclose(large[0, :, 0, 0], [136, 392])


def test_a_mobilefacenet_computes_the_same_as_keras() -> None:
    from model.network.mobilefacenet import build_mobilefacenet
    from training.distillation.network.student import Student

    network = perturbed(build_mobilefacenet((0.25, 0.75)))
    expected = np.asarray(network(images(), training=False))
    np.testing.assert_allclose(forward(Student(network), images()), expected, atol=1e-5)


def test_frozen_layers_get_no_gradient() -> None:
    import torch

    from tests.training.distillation.tiny_student import tiny_likeness
    from training.distillation.batches import Batch
    from training.distillation.data_parallel import DataParallel
    from training.distillation.network.student import Student

    network = tiny_likeness()
    network.layers[2].trainable = False
    student = Student(network)
    assert [weight.requires_grad for weight in student.parameters()].count(False) == 1
    batch = Batch(images().astype(np.uint8), np.eye(3, 8, dtype=np.float32))
    DataParallel(student, 1, bfloat16=False).compute_gradients(batch)
    assert [weight.grad is None for weight in student.parameters()].count(True) == 1
    assert isinstance(student.layers[1].convolution, torch.nn.Conv2d)


@pytest.mark.parametrize("size", [11, 12])
def test_strided_depthwise_convolutions_are_padded_as_in_keras(size: int) -> None:
    import keras

    from training.distillation.network.student import Student

    image = keras.Input((size, size, 3))
    x = keras.layers.DepthwiseConv2D(3, 2, padding="same")(image)
    x = keras.layers.DepthwiseConv2D(x.shape[1], use_bias=False)(x)
    network = perturbed(keras.Model(image, keras.layers.UnitNormalization()(keras.layers.Flatten()(x))))
    expected = np.asarray(network(images(size=size), training=False))
    np.testing.assert_allclose(forward(Student(network), images(size=size)), expected, atol=1e-5)


@pytest.mark.parametrize("layer", ["without a bias", "antialias"])
def test_unsupported_layer_options_are_rejected(layer: str) -> None:
    import keras

    from training.distillation.network.student import Student

    image = keras.Input((12, 12, 3))
    layers = {
        "without a bias": keras.layers.DepthwiseConv2D(3, 2, padding="same", use_bias=False),
        "antialias": keras.layers.Resizing(8, 8, antialias=True),
    }
    with pytest.raises(ValueError, match="Received"):
        Student(keras.Model(image, keras.layers.Flatten()(layers[layer](image))))
