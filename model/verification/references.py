"""References as they lie ready for one face after another."""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.runtime.head import Coordinates, Distance, Embedding, Embeddings, Head, logistic
from model.verification.decision import Similarities

LEVELS = 16_383
"""Of a weighed coordinate on either side of zero: differences then fit in 16 bits."""
LEAST_WEIGHT = 1e-6
"""Where all weights are smaller, no distance moves a similarity, and there is nothing to divide by."""
BLOCK = 256
"""Rows that are compared at a time: their differences then stay in the processor's cache."""


class References:
    """What ``head`` says of faces and these references, as ``Head.similarity`` does, but faster.

    |w a - w b| is |w| |a - b|: coordinates are weighed beforehand and rounded to 16 bits, half of what there
    was to read. That counts on coordinates within [-1, 1], as embeddings of length 1 have them. Where they
    lie beyond or are no numbers, and for the Euclidean distance, ``Head.similarity`` itself compares.

    Not safe for two threads at a time.
    """

    def __init__(self, head: Head, embeddings: Embeddings) -> None:
        """``embeddings``: (n, dimensions)."""
        self._head, self._embeddings = head, embeddings
        # Distances that speak against the same face come first, so that each kind is summed at once.
        self._order = np.argsort(head.weights > 0, kind="stable")
        self._against = int(np.count_nonzero(head.weights <= 0))
        self._step = np.float32(max(np.abs(head.weights).max(), LEAST_WEIGHT) / LEVELS)
        self._scale = head.weights / self._step
        located = head.coordinates(embeddings)
        self._rows = self._weighed(located) if head.distance is Distance.L1 and _within(located) else None
        # Kept: memory that is new for each comparison costs a page fault every 4 KB.
        size = (min(BLOCK, len(embeddings)), located.shape[1])
        self._repeated, self._apart = np.empty(size, np.int16), np.empty(size, np.int16)

    def similarity(self, embedding: Embedding) -> Similarities:
        """(n,) in [0, 1], higher = more similar, NaN for what is no number."""
        located = self._head.coordinates(embedding[np.newaxis])
        if self._rows is None or not _within(located):
            return self._head.similarity(located[0], self._head.coordinates(self._embeddings))
        return logistic(
            np.float32(self._head.bias) - self._step * self._sums(self._weighed(located), self._rows)
        )

    def _weighed(self, located: Coordinates) -> NDArray[np.int16]:
        """(n, axes) in steps of the largest weight."""
        weighed = np.rint(located * self._scale).astype(np.int16)
        return np.take(weighed, self._order, axis=1)

    def _sums(self, one: NDArray[np.int16], many: NDArray[np.int16]) -> NDArray[np.float32]:
        """(n,) steps that each of ``many`` lies away from ``one``, less those that speak for the same."""
        sums = np.empty((len(many), 1), np.float32)
        self._repeated[:] = one
        for start in range(0, len(many), BLOCK):
            block = many[start : start + BLOCK]
            repeated, apart = self._repeated[: len(block)], self._apart[: len(block)]
            cv2.absdiff(block, repeated, dst=apart)
            sums[start : start + len(block)] = self._summed(apart)
        return sums[:, 0]

    def _summed(self, apart: NDArray[np.int16]) -> NDArray[np.float32]:
        """(n, 1)"""
        against, in_favour = apart[:, : self._against], apart[:, self._against :]
        if not in_favour.size:
            return _row_sums(against)
        return _row_sums(against) - _row_sums(in_favour) if against.size else -_row_sums(in_favour)


def _within(located: Coordinates) -> bool:
    """Whether all can be rounded; what is no number cannot."""
    return bool((np.abs(located) <= 1 + 1e-5).all())


def _row_sums(apart: NDArray[np.int16]) -> NDArray[np.float32]:
    return np.asarray(cv2.reduce(apart, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32F), np.float32)
