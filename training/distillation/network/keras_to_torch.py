"""Keras layers as PyTorch modules on (n, channels, height, width)."""

from collections.abc import Callable
from typing import Any

import keras
import torch
from keras import layers
from torch import nn
from torch.nn import functional

KERAS_AXES = {"convolution": (2, 3, 1, 0), "depthwise": (2, 3, 0, 1), "dense": (1, 0)}
"""Permutations of a PyTorch kernel's axes to the order of Keras."""


def translate(layer: keras.layers.Layer) -> nn.Module:
    """A module that computes the same as ``layer``, with its own initial weights.

    Raises ValueError for an unsupported layer.
    """
    for kind, create in _TRANSLATIONS.items():
        if isinstance(layer, kind):
            return create(layer)
    supported = ", ".join(kind.__name__ for kind in _TRANSLATIONS)
    raise ValueError(f"Distillation supports only {supported}. Received: {layer}")


def keras_tensors(module: nn.Module) -> list[torch.Tensor]:
    """The module's weights and statistics, in the order and with the axes of the Keras layer's variables."""
    if isinstance(module, Depthwise):
        return [module.convolution.weight.permute(KERAS_AXES["depthwise"]), module.convolution.bias]
    if isinstance(module, Convolution):
        return _with_bias(module.convolution, KERAS_AXES["convolution"])
    if isinstance(module, GlobalDepthwise):
        return _with_bias(module, KERAS_AXES["depthwise"])
    if isinstance(module, nn.Linear):
        return _with_bias(module, KERAS_AXES["dense"])
    if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d):
        return [module.weight, module.bias, module.running_mean, module.running_var]
    return []


def matrix_weights(module: nn.Module) -> list[nn.Parameter]:
    """The weights with which the module multiplies its input as a matrix."""
    if isinstance(module, Convolution):
        return [module.convolution.weight]
    return [module.weight] if isinstance(module, nn.Linear) else []


def _with_bias(module: Any, axes: tuple[int, ...]) -> list[torch.Tensor]:
    kernel = module.weight.permute(axes)
    return [kernel] if module.bias is None else [kernel, module.bias]


class Scale(nn.Module):
    """``x * scale + offset``, with one value or one per channel."""

    _scale: torch.Tensor
    _offset: torch.Tensor

    def __init__(self, scale: Any, offset: Any) -> None:
        super().__init__()
        for name, value in (("_scale", scale), ("_offset", offset)):
            self.register_buffer(name, _per_channel(value), persistent=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * self._scale + self._offset


class PaddedConvolution(nn.Module):
    """Padded as in Keras: an odd pixel goes to the right or to the bottom. ``padding``: left, right, top,
    bottom."""

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
        return self.convolution(x if self._padding is None else functional.pad(x, self._padding))


class Convolution(PaddedConvolution):
    """Over all channels."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.convolution.kernel_size == (1, 1) and self.convolution.stride != (1, 1):
            # With a stride, the backward pass ran at a fifth of the speed of other convolutions or less.
            down, right = self.convolution.stride
            return functional.conv2d(x[:, :, ::down, ::right], self.convolution.weight, self.convolution.bias)
        return super().forward(x)


class Depthwise(PaddedConvolution):
    """A depthwise convolution. On a processor, one with a stride computes in float32: the backward pass in
    bfloat16 took ten times as long (4.0 ms per crop instead of 0.4 for 256 channels of 28x28)."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.convolution.stride == (1, 1) or x.device.type != "cpu":
            return super().forward(x)
        with torch.autocast(x.device.type, enabled=False):
            return super().forward(x.float()).to(x.dtype)


class ZeroPadding(nn.Module):
    """``sides``: left, right, top, bottom."""

    def __init__(self, sides: tuple[int, int, int, int]) -> None:
        super().__init__()
        self._sides = sides

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return functional.pad(x, self._sides)


class Resize(nn.Module):
    """Bilinear, without antialiasing."""

    def __init__(self, height: int, width: int) -> None:
        super().__init__()
        self._size = (height, width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if x.shape[2:] == self._size:
            return x
        return functional.interpolate(x, self._size, mode="bilinear", align_corners=False)


class ClippedReLU(nn.Module):
    """``maximum`` None: not clipped."""

    def __init__(self, maximum: float | None) -> None:
        super().__init__()
        self._maximum = maximum

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self._maximum is None:
            return functional.relu(x, inplace=True)
        return functional.hardtanh(x, 0.0, self._maximum, inplace=True)


class Concatenate(nn.Module):
    def forward(self, *parts: torch.Tensor) -> torch.Tensor:
        return torch.cat(parts, dim=1)


class GlobalDepthwise(nn.Module):
    """A depthwise convolution with a kernel as large as the map, computed as a weighted sum: seventeen times
    as fast as a convolution.

    For maps of another size, from smaller crops, the kernel is interpolated. The sum is in float32.
    """

    def __init__(self, channels: int, height: int, width: int, bias: bool = False) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(channels, 1, height, width))
        self.bias = nn.Parameter(torch.empty(channels)) if bias else None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        weight = self.weight
        if x.shape[2:] != weight.shape[2:]:
            share = weight[0].numel() / x[0, 0].numel()
            weight = share * functional.interpolate(weight, x.shape[2:], mode="bilinear")
        sums = (x.float() * weight[:, 0]).sum((2, 3), keepdim=True)
        return sums if self.bias is None else sums + self.bias[:, None, None]


class Dense(nn.Linear):
    """Always in float32: there is one for each head, and it costs little."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        with torch.autocast(x.device.type, enabled=False):
            return super().forward(x.float())


class Add(nn.Module):
    def forward(self, one: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
        return one + other


class UnitNormalization(nn.Module):
    """Always in float32: embeddings of one person differ little."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return functional.normalize(x.float())


def _convolution(layer: layers.Conv2D) -> nn.Module:
    channels = layer.input.shape[-1]
    convolution = nn.Conv2d(channels, layer.filters, layer.kernel_size, layer.strides, bias=layer.use_bias)
    return Convolution(convolution, _padding(layer))


def _depthwise(layer: layers.DepthwiseConv2D) -> nn.Module:
    _, height, width, channels = layer.input.shape
    if layer.padding == "valid" and layer.kernel_size == (height, width):
        return GlobalDepthwise(channels, height, width, layer.use_bias)
    if not layer.use_bias:
        raise ValueError(
            "Distillation supports depthwise convolutions only with a kernel as large as the map, or with a "
            f"bias. Received: {layer}"
        )
    convolution = nn.Conv2d(channels, channels, layer.kernel_size, layer.strides, groups=channels)
    return Depthwise(convolution, _padding(layer))


def _zero_padding(layer: layers.ZeroPadding2D) -> nn.Module:
    (top, bottom), (left, right) = layer.padding
    return ZeroPadding((left, right, top, bottom))


def _resize(layer: layers.Resizing) -> nn.Module:
    if layer.interpolation != "bilinear" or layer.antialias:
        raise ValueError(f"Distillation supports only bilinear resizing. Received: {layer}")
    return Resize(layer.height, layer.width)


def _per_channel(value: Any) -> torch.Tensor:
    """() or (channels, 1, 1)."""
    tensor = torch.tensor(value, dtype=torch.float32)
    return tensor[:, None, None] if tensor.ndim else tensor


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
    layers.Resizing: _resize,
    layers.ZeroPadding2D: _zero_padding,
    layers.DepthwiseConv2D: _depthwise,
    layers.Conv2D: _convolution,
    layers.BatchNormalization: _normalisation,
    layers.ReLU: lambda layer: ClippedReLU(layer.max_value),
    layers.Add: lambda layer: Add(),
    layers.Concatenate: lambda layer: Concatenate(),
    layers.Flatten: lambda layer: nn.Flatten(),
    layers.Dense: lambda layer: Dense(layer.input.shape[-1], layer.units, bias=layer.use_bias),
    layers.UnitNormalization: lambda layer: UnitNormalization(),
}
