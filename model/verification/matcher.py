"""Compare faces with references that are embedded only once."""

import math
import time
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from model.runtime.similarity_head import Embedding, Embeddings, Head
from model.verification.decision import Similarities
from model.verification.reference_index import ReferenceIndex
from model.vision.frame import RgbImage

EMBEDDING_BATCH = 64
"""References that are embedded together, by all cores. In the window, a frame waits for at most one batch."""


class Embedder(Protocol):
    def embed(self, crops: Sequence[RgbImage]) -> Embeddings:
        """(n, dimensions) for n aligned crops; (0, dimensions) for none."""


class Matcher:
    """Embeds references once, before the first comparison and on its thread. After that, a comparison costs
    one embedding and one product."""

    def __init__(self, embedder: Embedder, head: Head) -> None:
        self._embedder = embedder
        self._head = head
        self.set_references(())

    @property
    def references(self) -> int:
        """The number of references, unusable ones included."""
        return self._count + self._unusable

    @property
    def ready(self) -> int:
        """The number of references that need no more embedding, unusable ones included."""
        return len(self._known) + len(self._embedded) + self._unusable

    @property
    def embedded(self) -> Sequence[Embedding]:
        """The embeddings of the crops, in their order; of the first crops while others are pending."""
        return tuple(self._embedded)

    def set_references(
        self, crops: Sequence[RgbImage], embeddings: Sequence[Embedding] = (), unusable: int = 0
    ) -> None:
        """Replace the references by those of known ``embeddings`` and by ``crops``, which are still to be
        embedded. ``unusable`` is the number of further references, which count and never match."""
        self._count, self._unusable = len(embeddings) + len(crops), unusable
        self._known = embeddings
        self._pending, self._embedded = list(crops), list[Embedding]()
        self._index: ReferenceIndex | None = None

    def embed_pending(self, budget_s: float = math.inf) -> bool:
        """Embed pending references for about ``budget_s``, one batch at least. Return whether all are
        ready."""
        deadline = time.monotonic() + budget_s
        while self._pending:
            self._embedded.extend(self._embedder.embed(self._pending[:EMBEDDING_BATCH]))
            del self._pending[:EMBEDDING_BATCH]
            if self._pending and time.monotonic() >= deadline:
                return False
        if self._index is None and self._count:
            self._index = ReferenceIndex(self._head, np.stack([*self._known, *self._embedded]))
        return True

    def compare(self, crop: RgbImage) -> Similarities:
        """The similarity of ``crop`` to every reference: known embeddings, then crops, in their order, then 0
        for each unusable one."""
        self.embed_pending()
        unusable = np.zeros(self._unusable, np.float32)
        if self._index is None:
            return unusable
        return np.concatenate([self._index.similarities(self._embedder.embed([crop])[0]), unusable])
