from typing import Any

import numpy as np
import pytest

from tests.support.optional_packages import needs_torch
from tests.training.distillation.synthetic_faces import DIMENSIONS
from training.distillation.batches import Lesson

pytestmark = [pytest.mark.slow, needs_torch]


def lesson(crops: int) -> Lesson:
    rng = np.random.default_rng(crops)
    targets = rng.normal(size=(crops, DIMENSIONS)).astype(np.float32)
    images = rng.integers(0, 256, (crops, 100, 100, 3)).astype(np.uint8)
    return Lesson(images, targets / np.linalg.norm(targets, axis=1, keepdims=True))


def student_and_team(size: int) -> tuple[Any, Any]:
    from tests.training.distillation.tiny_student import tiny_likeness
    from training.distillation.data_parallel import Team
    from training.distillation.student import Student

    student = Student(tiny_likeness()).train()
    return student, Team(student, size, bfloat16=False)


def without_normalising(student: Any) -> None:
    """With the statistics it has: then a part of a batch is computed as in the whole."""
    for step in student.steps:
        step.eval()


@pytest.mark.parametrize("size", [2, 3])
def test_a_team_finds_the_gradient_of_the_whole_batch(size: int) -> None:
    from tests.training.distillation.tiny_student import tiny_likeness
    from training.distillation.data_parallel import Team
    from training.distillation.student import Student

    found = []
    for members in (1, size):
        student = Student(tiny_likeness())
        student.eval()
        team = Team(student, members, bfloat16=False)
        for member in team.members:
            without_normalising(member)
        found.append((team.learn(lesson(10)), [weight.grad.numpy() for weight in student.parameters()]))
    (loss, gradients), (other_loss, other_gradients) = found
    assert other_loss == pytest.approx(loss, rel=1e-5)
    for one, other in zip(gradients, other_gradients, strict=True):
        np.testing.assert_allclose(other, one, atol=1e-5)
        assert np.abs(one).max() > 0


def test_the_student_remembers_the_mean_of_everybodys_statistics() -> None:
    pair, team = student_and_team(2)
    taught = lesson(8)
    halves = [Lesson(taught.crops[part], taught.targets[part]) for part in (slice(4), slice(4, 8))]
    expected = []
    for half in halves:
        alone, its_team = student_and_team(1)
        its_team.learn(half)
        expected.append(
            [
                statistic.numpy()
                for statistic in alone.buffers()
                if statistic.is_floating_point() and statistic.ndim
            ]
        )
    team.learn(taught)
    found = [
        statistic.numpy() for statistic in pair.buffers() if statistic.is_floating_point() and statistic.ndim
    ]
    for mean, one, other in zip(found, *expected, strict=True):
        np.testing.assert_allclose(mean, (one + other) / 2, rtol=1e-5)
        assert np.abs(one - other).max() > 0


def test_a_lesson_is_learned_the_same_way_twice() -> None:
    found = []
    for _ in range(2):
        student, team = student_and_team(2)
        team.learn(lesson(8))
        found.append([weight.grad.numpy() for weight in student.parameters()])
    for one, other in zip(*found, strict=True):
        np.testing.assert_array_equal(one, other)
