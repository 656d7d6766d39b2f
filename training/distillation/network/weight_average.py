"""The exponential moving average of a network's weights, less noisy than the last weights."""

import copy

import torch
from torch import nn

from training.distillation.network.student import Student


class WeightAverage:
    """The exponential moving average (Polyak and Juditsky 1992) of the weights and statistics of a network.

    ``network`` is a copy with the averaged weights. The decay is smaller in the first steps.
    """

    def __init__(self, network: Student, decay: float) -> None:
        self.network = copy.deepcopy(network).requires_grad_(False)
        self._decay = decay

    @torch.no_grad()
    def update(self, network: nn.Module, step: int) -> None:
        """Add the weights after ``step``, counted from 0."""
        weight = 1 - min(self._decay, (1 + step) / (10 + step))
        for average, value in zip(_float_tensors(self.network), _float_tensors(network), strict=True):
            average.lerp_(value, weight)


def _float_tensors(network: nn.Module) -> list[torch.Tensor]:
    return [value for value in network.state_dict().values() if value.is_floating_point()]
