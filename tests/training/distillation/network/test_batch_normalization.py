from typing import Any

import numpy as np
import pytest

from tests.support.optional_packages import needs_torch

pytestmark = [pytest.mark.slow, needs_torch]


def crops(count: int = 64, seed: int = 0) -> Any:
    import torch

    from tests.training.distillation.network.tiny_mobilefacenet import noisy_crops

    return torch.from_numpy(noisy_crops(count, seed)).permute(0, 3, 1, 2)


def normalised_student() -> Any:
    from tests.training.distillation.network.tiny_mobilefacenet import tiny_mobilefacenet
    from training.distillation.network.batch_normalization import insert_batch_normalization
    from training.distillation.network.student import Student

    student = Student(tiny_mobilefacenet())
    insert_batch_normalization(student, [crops(), crops(seed=1)])
    return student


def points(student: Any, training: bool = False) -> np.ndarray:
    import torch

    with torch.no_grad():
        return student.train(training)(crops(seed=2)).numpy()


def test_the_function_stays_the_same_when_normalisations_are_inserted() -> None:
    from tests.training.distillation.network.tiny_mobilefacenet import tiny_mobilefacenet
    from training.distillation.network.student import Student

    expected = points(Student(tiny_mobilefacenet()))
    np.testing.assert_allclose(points(normalised_student()), expected, atol=1e-4)


def test_training_normalises_by_the_batch_with_almost_the_same_result() -> None:
    student = normalised_student()
    before = points(student)
    cosines = (before * points(student, training=True)).sum(axis=1)
    assert 0.98 < cosines.mean() < 0.99999


def test_the_function_stays_the_same_when_normalisations_are_folded() -> None:
    import torch

    from training.distillation.network.batch_normalization import fold_batch_normalization

    student = normalised_student()
    with torch.no_grad():
        for tensor in (*student.parameters(), *(b for b in student.buffers() if b.is_floating_point())):
            tensor.add_(0.1 * torch.rand_like(tensor))
    expected = points(student)
    fold_batch_normalization(student)
    np.testing.assert_allclose(points(student), expected, atol=1e-4)
    assert not any(isinstance(module, torch.nn.BatchNorm2d) for module in student.modules())
    assert all(weight.requires_grad for weight in student.parameters())


def test_convolution_biases_are_frozen_while_they_have_no_effect() -> None:
    student = normalised_student()
    student.train()(crops())[:, 0].sum().backward()
    without = {name for name, weight in student.named_parameters() if weight.grad is None}
    assert len(without) == 5
    assert all(name.endswith("convolution.bias") for name in without)


def test_the_folded_weights_return_to_keras() -> None:
    from tests.training.distillation.network.tiny_mobilefacenet import noisy_crops, tiny_mobilefacenet
    from training.distillation.network.batch_normalization import fold_batch_normalization

    student, network = normalised_student(), tiny_mobilefacenet(seed=1)
    expected = points(student)
    fold_batch_normalization(student)
    student.copy_weights_to(network)
    np.testing.assert_allclose(np.asarray(network(noisy_crops(64, 2))), expected, atol=1e-4)
