"""Embed once, compare with many."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from model.runtime.head import Coordinates, Embeddings, Head
from model.verification.decision import Similarities
from model.vision.frame import RgbImage


class Embedder(Protocol):
    def embed(self, crops: Sequence[RgbImage]) -> Embeddings:
        """(n, dimensions) for n aligned crops; (0, dimensions) for none."""


class Matcher:
    """References are embedded once, at the first comparison and on its thread; after that a comparison costs
    one embedding and one product."""

    def __init__(self, embedder: Embedder, head: Head) -> None:
        self._embedder = embedder
        self._head = head
        self._crops: Sequence[RgbImage] = ()
        self._references: Coordinates | None = None

    @property
    def references(self) -> int:
        return len(self._crops)

    def use_references(self, crops: Sequence[RgbImage]) -> None:
        """Compare with these crops from now on."""
        self._crops = tuple(crops)
        self._references = None

    def compare(self, crop: RgbImage) -> Similarities:
        """The similarity of ``crop`` to every reference, in their order."""
        if not self._crops:
            return np.empty(0, np.float32)
        if self._references is None:
            self._references = self._locate(self._crops)
        return self._head.similarity(self._locate([crop])[0], self._references)

    def _locate(self, crops: Sequence[RgbImage]) -> Coordinates:
        return self._head.coordinates(self._embedder.embed(crops))
