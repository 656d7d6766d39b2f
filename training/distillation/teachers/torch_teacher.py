"""A teacher as a PyTorch module on the accelerator: 25,000 views a second of SFace on an H100."""

import torch
from torch import nn
from torch.nn import functional

from training.distillation.teachers.onnx_module import OnnxModule
from training.distillation.teachers.teacher import DEVIATION, MEAN


class TorchTeacher(nn.Module):
    """Embeds (n, 3, 112, 112) RGB views in 0..255 on ``device``, in bfloat16 unless that is a processor.

    ``content`` is an ONNX network that takes views normalised as ``(x / 255 - mean) / deviation``. Raises
    JobError when it is not a plain convolutional network.
    """

    scale: torch.Tensor
    shift: torch.Tensor

    def __init__(
        self,
        content: bytes,
        device: torch.device,
        mean: tuple[float, ...] = MEAN,
        deviation: tuple[float, ...] = DEVIATION,
    ) -> None:
        super().__init__()
        scale, shift = 1 / (255 * torch.tensor(deviation)), -torch.tensor(mean) / torch.tensor(deviation)
        self.register_buffer("scale", scale[:, None, None])
        self.register_buffer("shift", shift[:, None, None])
        self.network = OnnxModule(content, torch.float32 if device.type == "cpu" else torch.bfloat16)
        self.to(device)

    @torch.no_grad()
    def forward(self, views: torch.Tensor) -> torch.Tensor:
        """(n, dimensions) float32 of length 1: the mean direction of each view and its mirror image."""
        return functional.normalize(self._embed(views) + self._embed(views.flip(3)))

    def _embed(self, views: torch.Tensor) -> torch.Tensor:
        x = (views.float() * self.scale + self.shift).contiguous(memory_format=torch.channels_last)
        return functional.normalize(self.network(x))
