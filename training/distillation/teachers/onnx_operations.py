"""The operations of plain convolutional ONNX networks as PyTorch modules."""

from collections.abc import Callable
from typing import Any, TypeAlias

import torch
from torch import nn
from torch.nn import functional

from model.messages.message import english_only
from training.jobs.progress import JobError

Attributes: TypeAlias = dict[str, Any]
Tensors: TypeAlias = list[torch.Tensor]
"""The stored inputs of a node, in order."""


class OnnxConvolution(nn.Conv2d):
    """Computes in the dtype of its kernel."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return super().forward(x.to(self.weight.dtype))


class OnnxDense(nn.Linear):
    """Computes in float32."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return super().forward(x.float())


class ChannelScale(nn.Module):
    """``x * scale + shift`` for each channel: a batch normalisation of a finished network."""

    scale: torch.Tensor
    shift: torch.Tensor

    def __init__(self, scale: torch.Tensor, shift: torch.Tensor) -> None:
        super().__init__()
        self.register_buffer("scale", scale)
        self.register_buffer("shift", shift)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        shape = (-1, *[1] * (x.ndim - 2))
        return x * self.scale.view(shape).to(x.dtype) + self.shift.view(shape).to(x.dtype)


class Elementwise(nn.Module):
    """``function`` of the inputs and then the stored ``constants``."""

    def __init__(self, function: Callable[..., torch.Tensor], constants: Tensors) -> None:
        super().__init__()
        self._function = function
        for number, constant in enumerate(constants):
            self.register_buffer(f"constant{number}", constant)

    def forward(self, *values: torch.Tensor) -> torch.Tensor:
        return self._function(*values, *(constant.to(values[0].dtype) for constant in self.buffers()))


def create_module(operation: str, attributes: Attributes, stored: Tensors) -> nn.Module:
    """Raises JobError for an operation that is not supported."""
    if operation not in _OPERATIONS:
        supported = ", ".join(_OPERATIONS)
        raise JobError(
            english_only(f"A teacher can have these operations only: {supported}. Received: {operation}")
        )
    return _OPERATIONS[operation](attributes, stored)


@torch.no_grad()
def fold_scale(layer: nn.Module | None, scale: ChannelScale) -> bool:
    """Fold ``scale`` into the layer before it. False if that is neither a convolution nor dense."""
    if not isinstance(layer, OnnxConvolution | OnnxDense):
        return False
    layer.weight.mul_(scale.scale.view(-1, *[1] * (layer.weight.ndim - 1)))
    layer.bias.mul_(scale.scale).add_(scale.shift)
    return True


def _convolution(attributes: Attributes, stored: Tensors) -> nn.Module:
    kernel = stored[0]
    groups, pads = attributes.get("group", 1), list(attributes.get("pads", [0] * 4))
    if pads[:2] != pads[2:]:
        raise JobError(english_only(f"A teacher's convolutions need even padding. Received: {pads}"))
    layer = OnnxConvolution(
        kernel.shape[1] * groups,
        len(kernel),
        tuple(kernel.shape[2:]),
        tuple(attributes.get("strides", (1, 1))),
        tuple(pads[:2]),
        tuple(attributes.get("dilations", (1, 1))),
        groups,
    )
    return _with_weights(layer, kernel, stored[1:])


def _dense(attributes: Attributes, stored: Tensors) -> nn.Module:
    kernel = stored[0] if attributes.get("transB", 0) else stored[0].T
    return _with_weights(OnnxDense(kernel.shape[1], kernel.shape[0]), kernel, stored[1:])


@torch.no_grad()
def _with_weights(layer: Any, kernel: torch.Tensor, bias: Tensors) -> nn.Module:
    layer.weight.copy_(kernel)
    layer.bias.copy_(bias[0] if bias else torch.zeros(len(kernel)))
    return layer


def _normalisation(attributes: Attributes, stored: Tensors) -> nn.Module:
    gamma, beta, mean, variance = stored
    scale = gamma / torch.sqrt(variance + attributes.get("epsilon", 1e-5))
    return ChannelScale(scale, beta - mean * scale)


def _reshape(attributes: Attributes, stored: Tensors) -> nn.Module:
    if stored[0].tolist()[1:] != [-1]:
        raise JobError(
            english_only(f"A teacher can reshape a map to a vector only. Received: {stored[0].tolist()}")
        )
    return nn.Flatten()


def _elementwise(function: Callable[..., torch.Tensor]) -> Callable[[Attributes, Tensors], nn.Module]:
    return lambda attributes, stored: Elementwise(function, stored)


_OPERATIONS: dict[str, Callable[[Attributes, Tensors], nn.Module]] = {
    "Conv": _convolution,
    "Gemm": _dense,
    "BatchNormalization": _normalisation,
    "PRelu": _elementwise(lambda x, slope: functional.prelu(x, slope.flatten())),
    "Relu": _elementwise(functional.relu),
    "Clip": _elementwise(torch.clamp),
    "Add": _elementwise(torch.add),
    "Sub": _elementwise(torch.sub),
    "Mul": _elementwise(torch.mul),
    "Dropout": lambda attributes, stored: nn.Identity(),
    "Flatten": lambda attributes, stored: nn.Flatten(),
    "Reshape": _reshape,
}
