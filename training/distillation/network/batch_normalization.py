"""Batch normalisation for the training of a network into whose convolutions it was folded."""

from collections.abc import Iterable

import torch
from torch import nn

from training.distillation.network.keras_to_torch import PaddedConvolution
from training.distillation.network.student import Student

EPSILON, MOMENTUM = 1e-3, 0.02


def insert_batch_normalization(student: Student, batches: Iterable[torch.Tensor]) -> None:
    """Normalise the output of each convolution, in such a way that the network's function stays the same.

    Scale and shift are set to the deviation and mean of the output, measured on ``batches`` of crops. The
    convolution's bias has no effect before a normalisation, so it is frozen. Networks without batch
    normalisation need small steps: this undoes the folding, so that training can take large ones.
    """
    statistics = _measure_statistics(student, batches)
    for index, (mean, variance) in statistics.items():
        student.outputs[index] = _normalisation(mean, variance)
        student.layers[index].convolution.bias.requires_grad_(False)


def fold_batch_normalization(student: Student) -> None:
    """Fold each normalisation into its convolution, with its moving statistics. The function that the network
    computes in evaluation mode stays the same."""
    for index, norm in enumerate(student.outputs):
        if isinstance(norm, nn.BatchNorm2d):
            _fold(student.layers[index].convolution, norm)
            student.outputs[index] = nn.Identity()


def is_normalised(student: Student) -> bool:
    return any(isinstance(output, nn.BatchNorm2d) for output in student.outputs)


@torch.no_grad()
def _fold(convolution: nn.Conv2d, norm: nn.BatchNorm2d) -> None:
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    convolution.weight.mul_(scale[:, None, None, None])
    convolution.bias.sub_(norm.running_mean).mul_(scale).add_(norm.bias)
    convolution.bias.requires_grad_(convolution.weight.requires_grad)


@torch.no_grad()
def _measure_statistics(
    student: Student, batches: Iterable[torch.Tensor]
) -> dict[int, tuple[torch.Tensor, torch.Tensor]]:
    """Mean and variance per channel after each convolution with a bias: index of the layer -> both."""
    recorders = {index: _Recorder() for index in _convolutions(student)}
    for index, recorder in recorders.items():
        student.outputs[index] = recorder
    for batch in batches:
        student.eval()(batch)
    return {index: recorder.mean_statistics() for index, recorder in recorders.items()}


def _convolutions(student: Student) -> list[int]:
    return [
        index
        for index, layer in enumerate(student.layers)
        if isinstance(layer, PaddedConvolution) and layer.convolution.bias is not None
    ]


class _Recorder(nn.Module):
    """Records the mean and variance of each channel of its input, batch by batch, and returns the input."""

    def __init__(self) -> None:
        super().__init__()
        self._statistics: list[tuple[torch.Tensor, torch.Tensor]] = []

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        variance, mean = torch.var_mean(x.float(), (0, 2, 3), correction=0)
        self._statistics.append((mean, variance))
        return x

    def mean_statistics(self) -> tuple[torch.Tensor, torch.Tensor]:
        means, variances = zip(*self._statistics, strict=True)
        return torch.stack(means).mean(0), torch.stack(variances).mean(0)


@torch.no_grad()
def _normalisation(mean: torch.Tensor, variance: torch.Tensor) -> nn.BatchNorm2d:
    norm = nn.BatchNorm2d(len(mean), EPSILON, MOMENTUM).to(mean.device)
    norm.running_mean.copy_(mean)
    norm.running_var.copy_(variance)
    norm.weight.copy_(torch.sqrt(variance + EPSILON))
    norm.bias.copy_(mean)
    return norm
