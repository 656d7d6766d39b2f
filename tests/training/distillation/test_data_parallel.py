from typing import Any

import numpy as np
import pytest

from tests.support.optional_packages import needs_torch
from tests.training.distillation.synthetic_faces import DIMENSIONS
from training.distillation.batches import Batch

pytestmark = [pytest.mark.slow, needs_torch]


def random_batch(crops: int) -> Batch:
    rng = np.random.default_rng(crops)
    targets = rng.normal(size=(crops, DIMENSIONS)).astype(np.float32)
    images = rng.integers(0, 256, (crops, 100, 100, 3)).astype(np.uint8)
    return Batch(images, targets / np.linalg.norm(targets, axis=1, keepdims=True))


def create_student(replicas: int) -> tuple[Any, Any]:
    """A student and its data-parallel replicas."""
    from tests.training.distillation.tiny_student import tiny_likeness
    from training.distillation.data_parallel import DataParallel
    from training.distillation.network.student import Student

    student = Student(tiny_likeness()).train()
    return student, DataParallel(student, replicas, bfloat16=False)


def moving_statistics(student: Any) -> list[np.ndarray]:
    buffers = [buffer for buffer in student.buffers() if buffer.is_floating_point() and buffer.ndim]
    return [buffer.numpy() for buffer in buffers]


@pytest.mark.parametrize("size", [2, 3])
def test_replicas_compute_the_gradient_of_the_whole_batch(size: int) -> None:
    results = []
    for replicas in (1, size):
        student, data_parallel = create_student(replicas)
        for replica in data_parallel.replicas:
            replica.eval()  # with moving statistics, a part of a batch gives the same as in the whole
        loss = data_parallel.compute_gradients(random_batch(10))
        results.append((loss, [weight.grad.numpy() for weight in student.parameters()]))
    (loss, gradients), (other_loss, other_gradients) = results
    assert other_loss == pytest.approx(loss, rel=1e-5)
    for one, other in zip(gradients, other_gradients, strict=True):
        np.testing.assert_allclose(other, one, atol=1e-5)
        assert np.abs(one).max() > 0


def test_the_student_gets_the_mean_of_the_replicas_statistics() -> None:
    batch = random_batch(8)
    expected = []
    for part in (slice(4), slice(4, 8)):
        single, data_parallel = create_student(1)
        data_parallel.compute_gradients(Batch(batch.crops[part], batch.targets[part]))
        expected.append(moving_statistics(single))
    student, data_parallel = create_student(2)
    data_parallel.compute_gradients(batch)
    for mean, one, other in zip(moving_statistics(student), *expected, strict=True):
        np.testing.assert_allclose(mean, (one + other) / 2, rtol=1e-5)
        assert np.abs(one - other).max() > 0


def test_gradients_are_reproducible() -> None:
    results = []
    for _ in range(2):
        student, data_parallel = create_student(2)
        data_parallel.compute_gradients(random_batch(8))
        results.append([weight.grad.numpy() for weight in student.parameters()])
    for one, other in zip(*results, strict=True):
        np.testing.assert_array_equal(one, other)
