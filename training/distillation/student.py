"""The Keras embedding as a PyTorch module while it learns: on processors with bfloat16, four times as fast.

Measured on two cores with AMX: 400 crops/s here against 90 in TensorFlow with mixed_bfloat16.
"""

from typing import Any

import keras
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from training.distillation.keras_to_torch import keras_tensors, translate


class Student(nn.Module):
    """The same function as ``embedding``, whose weights it begins with, on (n, 3, height, width).

    It follows the graph of any Keras network made of the layers that ``translate`` knows, on the accelerator
    where there is one (``device``). Layers that Keras holds not trainable stay as they are. Raises ValueError
    for another layer.
    """

    def __init__(self, embedding: keras.Model) -> None:
        super().__init__()
        self.steps = nn.ModuleList()
        self._graph: list[tuple[list[int], int]] = []
        self._start, self._end = id(embedding.inputs[0]), id(embedding.outputs[0])
        for layer in embedding.layers:
            if not isinstance(layer, keras.layers.InputLayer):
                sources = layer.input if isinstance(layer.input, list) else [layer.input]
                self.steps.append(translate(layer))
                self._graph.append(([id(source) for source in sources], id(layer.output)))
                self.steps[-1].requires_grad_(layer.trainable)
        self.read(embedding)
        self.device = torch.accelerator.current_accelerator(check_available=True) or torch.device("cpu")
        self.to(self.device, memory_format=torch.channels_last)

    def forward(self, crops: torch.Tensor) -> torch.Tensor:
        """(n, dimensions) float32 of length 1 for crops in 0..255."""
        values = {self._start: crops}
        for step, (sources, target) in zip(self.steps, self._graph, strict=True):
            values[target] = step(*(values[source] for source in sources))
        return values[self._end]

    def embed(self, crops: NDArray[np.uint8], bfloat16: bool) -> torch.Tensor:
        """(n, dimensions) on ``device`` for (n, height, width, 3)."""
        batch = torch.from_numpy(crops).to(self.device).permute(0, 3, 1, 2).float()
        with torch.autocast(self.device.type, torch.bfloat16, enabled=bfloat16):
            return self(batch)

    def read(self, embedding: keras.Model) -> None:
        """Take over the weights of ``embedding``."""
        with torch.no_grad():
            for tensor, variable in self._weights(embedding):
                tensor.copy_(torch.tensor(keras.ops.convert_to_numpy(variable)))

    def write(self, embedding: keras.Model) -> None:
        """Give ``embedding`` what was learned."""
        for tensor, variable in self._weights(embedding):
            variable.assign(tensor.detach().cpu().numpy())

    def _weights(self, embedding: keras.Model) -> list[tuple[torch.Tensor, Any]]:
        """Tensors beside the Keras variables they stand for, seen with the axes in the order of Keras."""
        layers = [layer for layer in embedding.layers if not isinstance(layer, keras.layers.InputLayer)]
        pairs = []
        for step, layer in zip(self.steps, layers, strict=True):
            pairs += list(zip(keras_tensors(step), layer.variables, strict=True))
        return pairs
