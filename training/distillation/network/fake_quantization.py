"""Quantization-aware training (Jacob et al. 2018, arXiv 1712.05877).

The network computes in floating point what LiteRT will compute with 8-bit integers.
"""

import torch
from torch import nn
from torch.nn.utils import parametrize

from training.distillation.network.keras_to_torch import (
    Add,
    ClippedReLU,
    GlobalDepthwise,
    PaddedConvolution,
    Scale,
)
from training.distillation.network.student import Student

MIN_MOMENTUM = 0.01
"""Of the moving minima and maxima, which start as plain means."""
SMALLEST_SCALE = 1e-8


class FakeQuantizedMap(nn.Module):
    """Rounds a map to the 256 levels of an asymmetric 8-bit scale, the same for all channels.

    The scale spans the moving minimum and maximum of the maps in training, and 0. While not ``enabled``, the
    module only measures. Gradients pass straight through the rounding and are 0 beyond the scale.
    """

    low: torch.Tensor
    high: torch.Tensor
    batches: torch.Tensor

    def __init__(self) -> None:
        super().__init__()
        for name in ("low", "high", "batches"):
            self.register_buffer(name, torch.zeros(1))
        self.enabled = False

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = x.float()
        if self.training:
            self._observe(x.detach())
        if not self.enabled:
            return x
        scale = ((self.high - self.low) / 255).clamp_min(SMALLEST_SCALE)
        zero_point = (-128 - self.low / scale).round()
        clipped = torch.minimum(torch.maximum(x, (-128 - zero_point) * scale), (127 - zero_point) * scale)
        return _straight_through(clipped, scale)

    @torch.no_grad()
    def _observe(self, x: torch.Tensor) -> None:
        self.batches += 1
        momentum = (1 / self.batches).clamp_min(MIN_MOMENTUM)
        low, high = torch.aminmax(x)
        self.low.lerp_(low.clamp_max(0), momentum)
        self.high.lerp_(high.clamp_min(0), momentum)


class FakeQuantizedWeight(nn.Module):
    """Rounds a kernel to a symmetric 8-bit scale for each output channel."""

    def forward(self, weight: torch.Tensor) -> torch.Tensor:
        largest = weight.detach().abs().amax((1, 2, 3), keepdim=True)
        return _straight_through(weight, (largest / 127).clamp_min(SMALLEST_SCALE))


def _straight_through(x: torch.Tensor, scale: torch.Tensor) -> torch.Tensor:
    """Rounded to multiples of ``scale``, with the gradient of ``x`` (Bengio et al. 2013)."""
    return x + ((x / scale).round() * scale - x).detach()


def insert_fake_quantization(student: Student) -> None:
    """Quantize kernels, and maps where LiteRT does: after a convolution with its activation, an addition, and
    a scaling. Vectors, and so the dense layer and the normalisation, stay in floating point.

    Maps are quantized after ``enable_fake_quantization``.
    """
    for index, layer in enumerate(student.layers):
        if index in student.maps and isinstance(layer, PaddedConvolution | GlobalDepthwise | Add | Scale):
            student.outputs[_activation(student, index)] = FakeQuantizedMap().to(student.device)
        if isinstance(layer, PaddedConvolution):
            parametrize.register_parametrization(layer.convolution, "weight", FakeQuantizedWeight())
        elif isinstance(layer, GlobalDepthwise):
            parametrize.register_parametrization(layer, "weight", FakeQuantizedWeight())


def enable_fake_quantization(student: Student) -> None:
    """From now on, maps are rounded with the scales that were measured so far, and measured further."""
    for output in student.outputs:
        if isinstance(output, FakeQuantizedMap):
            output.enabled = True


def remove_fake_quantization(student: Student) -> None:
    """Restore the kernels and maps in floating point."""
    for index, output in enumerate(student.outputs):
        if isinstance(output, FakeQuantizedMap):
            student.outputs[index] = nn.Identity()
    for module in list(student.modules()):
        if parametrize.is_parametrized(module, "weight"):
            parametrize.remove_parametrizations(module, "weight", leave_parametrized=False)


def _activation(student: Student, index: int) -> int:
    """The layer after which LiteRT quantizes the output of layer ``index``: it fuses an activation."""
    consumers = student.consumers(index)
    fused = len(consumers) == 1 and isinstance(student.layers[consumers[0]], ClippedReLU)
    return consumers[0] if fused else index
