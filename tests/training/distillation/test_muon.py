import numpy as np
import pytest

from tests.support.optional_packages import needs_torch

pytestmark = [pytest.mark.slow, needs_torch]


def stepped(gradient: np.ndarray, lr: float = 1.0, weight_decay: float = 0.0) -> np.ndarray:
    """A weight of ones after one step."""
    import torch

    from training.distillation.muon import Muon

    weight = torch.nn.Parameter(torch.ones(gradient.shape))
    weight.grad = torch.from_numpy(gradient.astype(np.float32))
    Muon([weight], lr=lr, weight_decay=weight_decay).step()
    return weight.detach().numpy()


@pytest.mark.parametrize("shape", [(6, 20), (20, 6), (6, 2, 3, 3)])
def test_all_singular_values_of_a_step_are_about_equal(shape: tuple[int, ...]) -> None:
    gradient = np.random.default_rng(0).standard_normal(shape) * np.geomspace(1, 30, shape[0]).reshape(
        -1, *[1] * (len(shape) - 1)
    )
    step = (1 - stepped(gradient)).reshape(len(gradient), -1)
    lengths = np.linalg.svd(step, compute_uv=False) / max(1, step.shape[0] / step.shape[1]) ** 0.5
    assert lengths.min() > 0.5
    assert lengths.max() < 1.3


def test_a_step_goes_against_the_gradient() -> None:
    gradient = np.random.default_rng(1).standard_normal((5, 8))
    assert ((stepped(gradient) - 1) * gradient).sum() < 0


def test_without_a_gradient_only_weight_decay_applies() -> None:
    np.testing.assert_allclose(stepped(np.zeros((3, 3)), lr=0.5, weight_decay=0.1), 0.95)


def test_weights_of_one_shape_get_the_steps_that_each_would_get_alone() -> None:
    import torch

    from training.distillation.muon import Muon

    rng = np.random.default_rng(2)
    gradients = [rng.standard_normal(shape).astype(np.float32) for shape in ((4, 9), (6, 3), (4, 1, 3, 3))]
    weights = [torch.nn.Parameter(torch.ones(gradient.shape)) for gradient in gradients]
    optimizer = Muon(weights, lr=1.0, weight_decay=0.1)
    for weight, gradient in zip(weights, gradients, strict=True):
        weight.grad = torch.from_numpy(gradient)
    optimizer.step()
    for weight, gradient in zip(weights, gradients, strict=True):
        np.testing.assert_allclose(weight.detach(), stepped(gradient, 1.0, 0.1), atol=1e-2)
        momentum = optimizer.state[weight]["momentum"]
        np.testing.assert_allclose(momentum, gradient, rtol=1e-6)
