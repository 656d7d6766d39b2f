"""The Keras embedding as a PyTorch module for training: four times as fast on processors with bfloat16.

Measured on two cores with AMX: 400 crops/s, against 90 in TensorFlow with mixed_bfloat16.
"""

from typing import Any

import keras
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from training.distillation.network.keras_to_torch import keras_tensors, translate


def best_device() -> torch.device:
    """The accelerator if PyTorch finds one."""
    return torch.accelerator.current_accelerator(check_available=True) or torch.device("cpu")


class Student(nn.Module):
    """Computes the same function as ``embedding``, with a copy of its weights, on (n, 3, height, width).

    It follows the graph of any Keras network whose layers ``translate`` supports. ``device`` is the
    accelerator if there is one. Layers that are not trainable in Keras stay unchanged. Raises ValueError for
    an unsupported layer.

    ``names[k]`` is the Keras layer's name. ``outputs[k]`` is applied to the output of ``layers[k]``. It
    changes nothing, unless training puts a batch normalisation there.
    """

    def __init__(self, embedding: keras.Model) -> None:
        super().__init__()
        self.layers = nn.ModuleList()
        self.names: list[str] = []
        self._graph: list[tuple[list[int], int]] = []
        self._input, self._output = id(embedding.inputs[0]), id(embedding.outputs[0])
        for layer in embedding.layers:
            if not isinstance(layer, keras.layers.InputLayer):
                sources = layer.input if isinstance(layer.input, list) else [layer.input]
                self.layers.append(translate(layer))
                self.names.append(layer.name)
                self._graph.append(([id(source) for source in sources], id(layer.output)))
                self.layers[-1].requires_grad_(layer.trainable)
        self.outputs = nn.ModuleList(nn.Identity() for _ in self.layers)
        self.copy_weights_from(embedding)
        self.device = best_device()
        self.to(self.device, memory_format=torch.channels_last)

    def forward(self, crops: torch.Tensor) -> torch.Tensor:
        """(n, dimensions) float32 of length 1 for crops in 0..255."""
        values = {self._input: crops}
        for layer, output, (sources, target) in zip(self.layers, self.outputs, self._graph, strict=True):
            values[target] = output(layer(*(values[source] for source in sources)))
        return values[self._output]

    def embed(self, crops: NDArray[np.uint8], bfloat16: bool) -> torch.Tensor:
        """(n, dimensions) on ``device`` for (n, height, width, 3)."""
        return self.embed_tensor(torch.from_numpy(crops).to(self.device).permute(0, 3, 1, 2), bfloat16)

    def embed_tensor(self, crops: torch.Tensor, bfloat16: bool) -> torch.Tensor:
        """(n, dimensions) for (n, 3, height, width) on ``device``."""
        batch = crops.float().contiguous(memory_format=torch.channels_last)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=bfloat16):
            return self(batch)

    def copy_weights_from(self, embedding: keras.Model) -> None:
        with torch.no_grad():
            for tensor, variable in self._weights(embedding):
                tensor.copy_(torch.tensor(keras.ops.convert_to_numpy(variable)))

    def copy_weights_to(self, embedding: keras.Model) -> None:
        for tensor, variable in self._weights(embedding):
            variable.assign(tensor.detach().cpu().numpy())

    def _weights(self, embedding: keras.Model) -> list[tuple[torch.Tensor, Any]]:
        """Pairs of tensors, with axes in the order of Keras, and their Keras variables."""
        keras_layers = [layer for layer in embedding.layers if not isinstance(layer, keras.layers.InputLayer)]
        pairs = []
        for layer, keras_layer in zip(self.layers, keras_layers, strict=True):
            pairs += list(zip(keras_tensors(layer), keras_layer.variables, strict=True))
        return pairs
