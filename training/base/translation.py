"""Keras layers as PyTorch modules on (n, channels, height, width)."""

from collections.abc import Callable
from typing import Any

import keras
import torch
from keras import layers
from torch import nn
from torch.nn import functional

KERAS_AXES = {"convolution": (2, 3, 1, 0), "places": (2, 3, 0, 1), "dense": (1, 0)}
"""How a PyTorch kernel is seen with its axes in the order of Keras."""


def translate(layer: keras.layers.Layer) -> nn.Module:
    """A module that computes what ``layer`` does; its weights are not yet taken over.

    Raises ValueError for a layer that is not listed.
    """
    for kind, make in _TRANSLATIONS.items():
        if isinstance(layer, kind):
            return make(layer)
    listed = ", ".join(kind.__name__ for kind in _TRANSLATIONS)
    raise ValueError(f"Only {listed} can be distilled into. Received: {layer}")


def keras_tensors(module: nn.Module) -> list[torch.Tensor]:
    """The module's weights and statistics in the order of the Keras layer's variables, and with its axes."""
    if isinstance(module, Convolution):
        return [module.convolution.weight.permute(KERAS_AXES["convolution"])]
    if isinstance(module, Places):
        return [module.weight.permute(KERAS_AXES["places"])]
    if isinstance(module, nn.Linear):
        return [module.weight.permute(KERAS_AXES["dense"])]
    if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d):
        return [module.weight, module.bias, module.running_mean, module.running_var]
    return []


def kernels_of(module: nn.Module) -> list[nn.Parameter]:
    """The weights of the module that multiply its input as a matrix."""
    if isinstance(module, Convolution):
        return [module.convolution.weight]
    return [module.weight] if isinstance(module, nn.Linear) else []


class Scale(nn.Module):
    def __init__(self, scale: float, offset: float) -> None:
        super().__init__()
        self._scale, self._offset = scale, offset

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * self._scale + self._offset


class Convolution(nn.Module):
    """Padded as Keras pads: what is odd goes to the right and to the bottom."""

    def __init__(self, convolution: nn.Conv2d, padding: tuple[int, int, int, int]) -> None:
        super().__init__()
        left, right, top, bottom = padding
        self._padding = None
        if left == right and top == bottom:
            convolution.padding = (top, left)
        else:
            self._padding = padding
        self.convolution = convolution

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.convolution.kernel_size == (1, 1) and self.convolution.stride != (1, 1):
            # Its backward pass with a stride ran at a fifth of the speed of the other convolutions or less.
            down, right = self.convolution.stride
            return functional.conv2d(x[:, :, ::down, ::right], self.convolution.weight)
        return self.convolution(x if self._padding is None else functional.pad(x, self._padding))


class Places(nn.Module):
    """A depthwise kernel as large as the map: its weighted sum, seventeen times as fast as a convolution.

    Maps of another size, from smaller pictures, are weighed with the same weights in between.
    """

    def __init__(self, channels: int, height: int, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(channels, 1, height, width))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        weight = self.weight
        if x.shape[2:] != weight.shape[2:]:
            share = weight[0].numel() / x[0, 0].numel()
            weight = share * functional.interpolate(weight, x.shape[2:], mode="bilinear")
        return (x * weight[:, 0].to(x.dtype)).sum((2, 3), keepdim=True)


class Sum(nn.Module):
    def forward(self, one: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
        return one + other


class UnitLength(nn.Module):
    """Always in float32: similarities are differences of small numbers."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return functional.normalize(x.float())


def _convolution(layer: layers.Conv2D) -> nn.Module:
    channels = layer.input.shape[-1]
    made = nn.Conv2d(channels, layer.filters, layer.kernel_size, layer.strides, bias=False)
    return Convolution(made, _padding(layer))


def _places(layer: layers.DepthwiseConv2D) -> nn.Module:
    _, height, width, channels = layer.input.shape
    if layer.padding != "valid" or layer.kernel_size != (height, width):
        raise ValueError(
            f"Only a depthwise kernel as large as the map can be distilled into. Received: {layer}"
        )
    return Places(channels, height, width)


def _padding(layer: Any) -> tuple[int, int, int, int]:
    """Left, right, top and bottom."""
    if layer.padding == "valid":
        return 0, 0, 0, 0
    (top, bottom), (left, right) = (
        _before_and_after(size, kernel, stride)
        for size, kernel, stride in zip(layer.input.shape[1:3], layer.kernel_size, layer.strides, strict=True)
    )
    return left, right, top, bottom


def _before_and_after(size: int, kernel: int, stride: int) -> tuple[int, int]:
    total = max(0, (-(-size // stride) - 1) * stride + kernel - size)
    return total // 2, total - total // 2


def _normalisation(layer: layers.BatchNormalization) -> nn.Module:
    kind = nn.BatchNorm2d if len(layer.output.shape) == 4 else nn.BatchNorm1d
    return kind(layer.output.shape[-1], eps=layer.epsilon, momentum=1 - layer.momentum)


_TRANSLATIONS: dict[Any, Callable[[Any], nn.Module]] = {
    layers.Rescaling: lambda layer: Scale(layer.scale, layer.offset),
    layers.DepthwiseConv2D: _places,
    layers.Conv2D: _convolution,
    layers.BatchNormalization: _normalisation,
    layers.ReLU: lambda layer: nn.ReLU(inplace=True),
    layers.Add: lambda layer: Sum(),
    layers.Flatten: lambda layer: nn.Flatten(),
    layers.Dense: lambda layer: nn.Linear(layer.input.shape[-1], layer.units, bias=False),
    layers.UnitNormalization: lambda layer: UnitLength(),
}
