"""The moving average of a network's weights: steadier than what the last steps happened to leave."""

import copy

import torch
from torch import nn

from training.distillation.student import Student


class WeightAverage:
    """An exponential moving average (Polyak and Juditsky 1992) of everything ``network`` computes with.

    ``network`` below is a copy that has it. The first steps, when nothing has been averaged yet, weigh more.
    """

    def __init__(self, network: Student, decay: float) -> None:
        self.network = copy.deepcopy(network).requires_grad_(False)
        self._decay = decay

    @torch.no_grad()
    def add(self, network: nn.Module, step: int) -> None:
        """The weights after ``step`` steps, counted from 0."""
        new = 1 - min(self._decay, (1 + step) / (10 + step))
        for average, value in zip(_numbers(self.network), _numbers(network), strict=True):
            average.lerp_(value, new)


def _numbers(network: nn.Module) -> list[torch.Tensor]:
    return [value for value in network.state_dict().values() if value.is_floating_point()]
