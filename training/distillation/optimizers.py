"""The optimizers of a student and their learning rates."""

import torch

from training.distillation.hyperparameters import DistillationPlan
from training.distillation.muon import Muon, partition_by_cost
from training.distillation.network.keras_to_torch import matrix_weights
from training.distillation.network.student import Student

ADAM_RATE_FACTOR = 0.1
"""The learning rate of AdamW, for all weights but kernels, as a share of the plan's learning rate."""

Optimizers = tuple[torch.optim.Optimizer, ...]


def muon_and_adam(student: Student, plan: DistillationPlan, parts: int = 1) -> Optimizers:
    """Muon for kernels, in ``parts`` of about equal cost; AdamW for scales, shifts and depthwise weights."""
    kernel_ids = {id(kernel) for layer in student.layers for kernel in matrix_weights(layer)}
    weights = [weight for weight in student.parameters() if weight.requires_grad]
    kernels = [weight for weight in weights if id(weight) in kernel_ids]
    others = [weight for weight in weights if id(weight) not in kernel_ids]
    muons = [
        Muon(part, lr=plan.learning_rate, weight_decay=plan.weight_decay)
        for part in partition_by_cost(kernels, parts)
    ]
    return _with_peaks(*muons, _adam(others, ADAM_RATE_FACTOR * plan.learning_rate))


def set_learning_rate(optimizers: Optimizers, factor: float) -> None:
    """As a share of the peak of each optimizer."""
    for optimizer in optimizers:
        for group in optimizer.param_groups:
            group["lr"] = factor * group["peak"]


def _adam(weights: list[torch.Tensor], learning_rate: float) -> torch.optim.Optimizer:
    return torch.optim.AdamW(weights, learning_rate, weight_decay=0.0, fused=True)


def _with_peaks(*optimizers: torch.optim.Optimizer) -> Optimizers:
    for optimizer in optimizers:
        for group in optimizer.param_groups:
            group["peak"] = group["lr"]
    return optimizers
