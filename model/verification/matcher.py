"""Embed once, compare with many."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from model.runtime.bundle import Embeddings, Head
from model.verification.decision import Similarities
from model.vision.frame import RgbImage


class Embedder(Protocol):
    def embed(self, crops: Sequence[RgbImage]) -> Embeddings:
        """(n, dimensions) for n aligned crops; (0, dimensions) for none."""


class Matcher:
    """References are embedded when they are set; a comparison then costs one embedding and one product."""

    def __init__(self, embedder: Embedder, head: Head) -> None:
        self._embedder = embedder
        self._head = head
        self._references = embedder.embed([])

    @property
    def references(self) -> int:
        return len(self._references)

    def use_references(self, crops: Sequence[RgbImage]) -> None:
        """Compare with these crops from now on."""
        self._references = self._embedder.embed(crops)

    def compare(self, crop: RgbImage) -> Similarities:
        """The similarity of ``crop`` to every reference, in their order."""
        if self.references == 0:
            return np.empty(0, np.float32)
        return self._head.similarity(self._embedder.embed([crop])[0], self._references)
