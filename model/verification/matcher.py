"""Embed once, compare with many."""

import math
import time
from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

import numpy as np

from model.runtime.similarity_head import Embedding, Embeddings, Head
from model.verification.decision import Similarities
from model.verification.reference_index import ReferenceIndex
from model.vision.frame import RgbImage

AT_ONCE = 64
"""So many references are embedded together, by every core; in the window a frame waits for no more."""

Learned: TypeAlias = Callable[[Sequence[Embedding]], object]
"""Is given the embeddings of crops, in their order; perhaps not of the last ones."""


class Embedder(Protocol):
    def embed(self, crops: Sequence[RgbImage]) -> Embeddings:
        """(n, dimensions) for n aligned crops; (0, dimensions) for none."""


class Matcher:
    """References are embedded once, before the first comparison and on its thread; after that a comparison
    costs one embedding and one product."""

    def __init__(self, embedder: Embedder, head: Head) -> None:
        self._embedder = embedder
        self._head = head
        self.use_references(())

    @property
    def references(self) -> int:
        """Those that never match included."""
        return self._count + self._unusable

    @property
    def ready(self) -> int:
        """How many of the references can be compared with already, those that never match included."""
        return len(self._known) + len(self._rows) + self._unusable

    def use_references(
        self,
        crops: Sequence[RgbImage],
        known: Sequence[Embedding] = (),
        learned: Learned | None = None,
        unusable: int = 0,
    ) -> None:
        """Compare with these crops, and with those whose embeddings are ``known``, from now on.

        ``learned`` gets the embeddings of ``crops``, or of the first ones where learning was broken off. So
        many more references are ``unusable``: they count, and never match.
        """
        self._count, self._unusable = len(known) + len(crops), unusable
        self._known, self._learned = known, learned
        self._unknown, self._rows = list(crops), list[Embedding]()
        self._references: ReferenceIndex | None = None

    def learn(self, patience_s: float = math.inf) -> bool:
        """Embed references for about so long, some at least; whether all are ready to be compared with."""
        until = time.monotonic() + patience_s
        while self._unknown:
            self._rows.extend(self._embedder.embed(self._unknown[:AT_ONCE]))
            del self._unknown[:AT_ONCE]
            if self._unknown and time.monotonic() >= until:
                return False
        if self._references is None and self._count:
            self._references = ReferenceIndex(self._head, np.stack([*self._known, *self._rows]))
            self.keep_learned()
            self._learned = None
        return True

    def keep_learned(self) -> None:
        """Hand over what was learned so far, where learning is broken off."""
        if self._rows and self._learned:
            self._learned(self._rows)

    def compare(self, crop: RgbImage) -> Similarities:
        """The similarity of ``crop`` to every reference: the known ones, then the crops, in their order, and
        0 for each unusable one."""
        self.learn()
        unusable = np.zeros(self._unusable, np.float32)
        if self._references is None:
            return unusable
        return np.concatenate([self._references.similarities(self._embedder.embed([crop])[0]), unusable])
