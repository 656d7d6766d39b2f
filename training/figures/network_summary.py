"""The layers of a siamese network, as text and numbers."""

from dataclasses import dataclass
from math import prod


@dataclass(frozen=True, slots=True)
class LayerSummary:
    """``shape`` is the output's for one crop; ``label`` is the layer's name within its stage."""

    name: str
    label: str
    kind: str
    shape: tuple[int, ...]
    parameters: int

    @property
    def values(self) -> int:
        """Size of the output for one crop."""
        return prod(self.shape)


@dataclass(frozen=True, slots=True)
class Stage:
    """Consecutive layers that belong together."""

    title: str
    layers: tuple[LayerSummary, ...]

    @property
    def parameters(self) -> int:
        return sum(layer.parameters for layer in self.layers)


@dataclass(frozen=True, slots=True)
class NetworkSummary:
    """The ``stages`` of the shared embedding, the two input layers, and the layers that compute the distance
    of the embeddings and the similarity."""

    title: str
    stages: tuple[Stage, ...]
    inputs: tuple[LayerSummary, ...]
    distance: LayerSummary
    similarity: LayerSummary

    @property
    def layers(self) -> tuple[LayerSummary, ...]:
        """Each layer once."""
        embedding = (layer for stage in self.stages for layer in stage.layers)
        return (*self.inputs, *embedding, self.distance, self.similarity)

    @property
    def parameters(self) -> int:
        return sum(layer.parameters for layer in self.layers)
