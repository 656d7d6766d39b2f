import numpy as np
import pytest

from tests.support.optional_packages import needs_torch

pytestmark = [pytest.mark.slow, needs_torch]


def averaged(values: list[float], decay: float) -> float:
    """The average when all weights of the network have one value after each step."""
    import torch

    from tests.training.distillation.tiny_student import tiny_likeness
    from training.distillation.network.student import Student
    from training.distillation.network.weight_average import WeightAverage

    student = Student(tiny_likeness())
    average = WeightAverage(student, decay)
    for step, value in enumerate(values):
        with torch.no_grad():
            for weight in student.parameters():
                weight.fill_(value)
        average.update(student, step)
    return float(next(average.network.parameters()).detach().mean())


def test_the_first_steps_quickly_replace_the_initial_weights() -> None:
    assert averaged([7.0] * 20, 0.998) == pytest.approx(7.0, abs=0.01)


def test_later_steps_follow_the_decay() -> None:
    rest = averaged([0.0] * 1000 + [1.0] * 10, 0.99)
    assert rest == pytest.approx(1 - 0.99**10, abs=1e-3)


def test_the_averaged_network_itself_is_unchanged() -> None:
    import torch

    from tests.training.distillation.tiny_student import tiny_likeness
    from training.distillation.network.student import Student
    from training.distillation.network.weight_average import WeightAverage

    student = Student(tiny_likeness())
    before = [weight.detach().numpy().copy() for weight in student.parameters()]
    average = WeightAverage(student, 0.5)
    with torch.no_grad():
        for weight in average.network.parameters():
            weight.add_(1)
    average.update(student, 0)
    for weight, expected in zip(student.parameters(), before, strict=True):
        np.testing.assert_array_equal(weight.detach().numpy(), expected)
