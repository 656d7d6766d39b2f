"""All that a distillation changes, in a checkpoint: the weights of its networks and its optimizers' state."""

from collections.abc import Sequence
from pathlib import Path

import torch

from training.distillation.optimizers import Optimizers, set_learning_rate
from training.optimization.checkpoint import Checkpoint, save_checkpoint

Networks = Sequence[torch.nn.Module]


def save_state(
    file: Path, run_id: str, losses: tuple[float, ...], networks: Networks, optimizers: Optimizers
) -> None:
    """After the epochs that had the ``losses``. Raises as ``save_checkpoint`` does."""
    arrays = [tensor.detach().cpu().numpy() for tensor in _state_tensors(networks, optimizers)]
    save_checkpoint(file, Checkpoint(run_id, len(losses), losses, arrays))


def restore_state(checkpoint: Checkpoint, networks: Networks, optimizers: Optimizers) -> None:
    _initialize(optimizers)
    with torch.no_grad():
        for tensor, value in zip(_state_tensors(networks, optimizers), checkpoint.variables, strict=True):
            tensor.copy_(torch.from_numpy(value))


def _state_tensors(networks: Networks, optimizers: Optimizers) -> list[torch.Tensor]:
    """Weights and statistics, then the state of the optimizers."""
    tensors = [value for network in networks for value in network.state_dict().values() if value.ndim]
    states = [optimizer.state[weight] for optimizer in optimizers for weight in _weights_of(optimizer)]
    return [*tensors, *(state[name] for state in states for name in sorted(state))]


def _initialize(optimizers: Optimizers) -> None:
    """Optimizers create their state in the first step: take one that changes nothing."""
    set_learning_rate(optimizers, 0.0)
    for optimizer in optimizers:
        for weight in _weights_of(optimizer):
            weight.grad = torch.zeros_like(weight)
        optimizer.step()


def _weights_of(optimizer: torch.optim.Optimizer) -> list[torch.Tensor]:
    return [weight for group in optimizer.param_groups for weight in group["params"]]
