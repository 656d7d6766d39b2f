"""A plain convolutional ONNX network as a PyTorch module, which runs on any accelerator."""

from collections import Counter
from typing import Any

import torch
from torch import nn

from model.installation.commands import install_command
from model.messages.message import english_only
from training.distillation.teachers.onnx_operations import (
    ChannelScale,
    OnnxConvolution,
    create_module,
    fold_scale,
)
from training.jobs.progress import JobError


class OnnxModule(nn.Module):
    """Computes what an ONNX network computes for its first input, in evaluation mode.

    Batch normalisations are folded into the convolutions and dense layers before them. Convolutions compute
    in ``dtype``, dense layers in float32. Raises JobError when ``content`` is not an ONNX file or not a plain
    convolutional network.
    """

    def __init__(self, content: bytes, dtype: torch.dtype = torch.float32) -> None:
        super().__init__()
        graph, stored = _parse(content)
        self.layers = nn.ModuleList()
        self._links: list[tuple[list[str], str]] = []
        self._uses = Counter(name for node in graph.node for name in node.input)
        self._producers: dict[str, nn.Module] = {}
        for node in graph.node:
            if node.op_type != "Constant":
                self._append(node, stored)
        self._last_uses = {name: index for index, (inputs, _) in enumerate(self._links) for name in inputs}
        self._input = next(value.name for value in graph.input if value.name not in stored)
        self._output = graph.output[0].name
        for layer in self.layers:
            if isinstance(layer, OnnxConvolution):
                layer.to(dtype, memory_format=torch.channels_last)
        self.requires_grad_(False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The network's output in float32. Maps are freed after their last use."""
        values = {self._input: x}
        for index, (layer, (inputs, output)) in enumerate(zip(self.layers, self._links, strict=True)):
            values[output] = layer(*(values[name] for name in inputs))
            for name in inputs:
                if self._last_uses[name] == index:
                    values.pop(name, None)
        return values[self._output].float()

    def _append(self, node: Any, stored: dict[str, torch.Tensor]) -> None:
        if node.input[0] in stored or "" in node.input:
            raise JobError(
                english_only(f"A teacher's {node.op_type} has unusual inputs. Received: {list(node.input)}")
            )
        import onnx

        attributes = {value.name: onnx.helper.get_attribute_value(value) for value in node.attribute}
        constants = [stored[name] for name in node.input if name in stored]
        layer = create_module(node.op_type, attributes, constants)
        producer = self._producers.get(node.input[0])
        if isinstance(layer, ChannelScale) and self._uses[node.input[0]] == 1 and fold_scale(producer, layer):
            layer = nn.Identity()
        self._producers[node.output[0]] = layer
        self.layers.append(layer)
        self._links.append(([name for name in node.input if name not in stored], node.output[0]))


def _parse(content: bytes) -> tuple[Any, dict[str, torch.Tensor]]:
    """The graph and its stored tensors by name."""
    try:
        # Only distillation needs them: see requirements-recipe.txt.
        import onnx
        from google.protobuf.message import DecodeError
    except ImportError as error:
        raise JobError(english_only(f"Reading a teacher needs onnx: {install_command('recipe')}")) from error
    try:
        graph = onnx.load_from_string(content).graph
    except DecodeError as error:
        raise JobError(english_only(f"A teacher is not an ONNX file: {error}")) from error
    if not graph.node:
        raise JobError(english_only("A teacher's ONNX file contains no network."))
    tensors = {tensor.name: tensor for tensor in graph.initializer}
    constants = (node for node in graph.node if node.op_type == "Constant")
    tensors |= {node.output[0]: node.attribute[0].t for node in constants}
    to_array = onnx.numpy_helper.to_array
    return graph, {name: torch.from_numpy(to_array(tensor).copy()) for name, tensor in tensors.items()}
