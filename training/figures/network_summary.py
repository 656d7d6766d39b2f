"""What a twin network is made of, in words and numbers."""

from dataclasses import dataclass
from math import prod


@dataclass(frozen=True, slots=True)
class LayerPlan:
    """``shape`` is the output's for one crop; ``label`` is the layer's name within its stage."""

    name: str
    label: str
    kind: str
    shape: tuple[int, ...]
    parameters: int

    @property
    def values(self) -> int:
        """How many numbers come out for one crop."""
        return prod(self.shape)


@dataclass(frozen=True, slots=True)
class Stage:
    """Layers that belong together."""

    title: str
    layers: tuple[LayerPlan, ...]

    @property
    def parameters(self) -> int:
        return sum(layer.parameters for layer in self.layers)


@dataclass(frozen=True, slots=True)
class TwinPlan:
    """The ``stages`` of the embedding, which both crops go through, and what is around it: where the crops
    come in, the distance of their embeddings, and the similarity."""

    title: str
    stages: tuple[Stage, ...]
    inputs: tuple[LayerPlan, ...]
    distance: LayerPlan
    similarity: LayerPlan

    @property
    def layers(self) -> tuple[LayerPlan, ...]:
        """Every layer once."""
        embedding = (layer for stage in self.stages for layer in stage.layers)
        return (*self.inputs, *embedding, self.distance, self.similarity)

    @property
    def parameters(self) -> int:
        return sum(layer.parameters for layer in self.layers)
