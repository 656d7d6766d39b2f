"""Compare faces with references that are embedded only once."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Embedding, Embeddings, Head
from model.verification.comparison.reference_index import ReferenceIndex
from model.verification.decision import Similarities
from model.vision.frame import RgbImage

EMBEDDING_BATCH = 64
"""Number of references that are embedded together, on all cores. In the window, a frame waits for at most one
batch."""


class Embedder(Protocol):
    def embed(self, crops: Sequence[RgbImage]) -> Embeddings:
        """(n, dimensions) for n aligned crops; (0, dimensions) for none."""


@dataclass(frozen=True, eq=False, slots=True)
class Comparison:
    """``similarities`` to every reference. ``counter_similarity``: the highest to a counter-example, NaN if
    one cannot be compared; None without any."""

    embedding: Embedding
    similarities: Similarities
    counter_similarity: float | None


class Matcher:
    """Embeds references once, before the first comparison and on its thread. After that, a comparison costs
    one embedding and one product."""

    def __init__(self, embedder: Embedder, head: Head) -> None:
        self._embedder = embedder
        self._head = head
        self.set_references(())
        self.set_counter_examples(())

    @property
    def references(self) -> int:
        """The number of references, unusable ones included."""
        return self._count + self._unusable

    @property
    def ready(self) -> int:
        """The number of references that are already embedded, unusable ones included."""
        return len(self._known) + len(self._embedded) + self._unusable

    @property
    def can_compare(self) -> bool:
        """Whether all references and counter-examples are embedded."""
        return self._index is not None and not self._pending and not self._pending_counters

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

    def set_counter_examples(self, crops: Sequence[RgbImage]) -> None:
        """Replace the counter-examples. They are embedded after the references."""
        self._pending_counters = list(crops)
        self._counters: ReferenceIndex | None = None

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
        if self._pending_counters:
            self._counters = ReferenceIndex(self._head, self._embedder.embed(self._pending_counters))
            self._pending_counters = []
        return True

    def compare(self, crop: RgbImage) -> Similarities:
        """The similarity of ``crop`` to every reference: known embeddings, then crops, in their order, then 0
        for each unusable one."""
        return self.compare_with_counters(crop).similarities

    def compare_with_counters(self, crop: RgbImage) -> Comparison:
        """As ``compare``, and with every counter-example."""
        self.embed_pending()
        embedding = self._embedder.embed([crop])[0]
        counter = float(self._counters.similarities(embedding).max()) if self._counters else None
        return Comparison(embedding, self.similarities(embedding), counter)

    def similarities(self, embedding: Embedding) -> Similarities:
        """Of a face with this ``embedding``, in the order of ``compare``. Any thread may call it once the
        references are embedded."""
        unusable = np.zeros(self._unusable, np.float32)
        if self._index is None:
            return unusable
        return np.concatenate([self._index.similarities(embedding), unusable])

    def similarities_among_references(self, limit: int = 100) -> NDArray[np.float32]:
        """(n, n): of the usable references among each other, of the newest ``limit`` at most. Any thread may
        call it once they are embedded; (0, 0) before."""
        if self._index is None:
            return np.empty((0, 0), np.float32)
        newest = [*self._known, *self._embedded][-limit:]
        rows = [self._index.similarities(embedding)[-len(newest) :] for embedding in newest]
        return np.stack(rows)
