"""References as they lie ready for one face after another."""

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from model.runtime.head import Coordinates, Distance, Embedding, Embeddings, Head, logistic
from model.verification.decision import Similarities

LEVELS = 16_383
"""Of a weighed coordinate on either side of zero: differences then fit in 16 bits."""
LEAST_WEIGHT = 1e-6
"""Where all weights are smaller, no distance moves a similarity, and there is nothing to divide by."""
BLOCK = 192
"""Rows that are compared at a time: their differences then stay in the processor's cache."""


class _Block(NamedTuple):
    """References that are compared at a time, where they lie apart, and where each kind of axis is summed."""

    rows: NDArray[np.int16]
    repeated: NDArray[np.int16]
    apart: NDArray[np.int16]
    kinds: Sequence[tuple[NDArray[np.int16], NDArray[np.float32]]]


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
        self._step = np.float32(max(np.abs(head.weights).max(), LEAST_WEIGHT) / LEVELS)
        self._scale = head.weights / self._step
        located = head.coordinates(embeddings)
        self._rounded = head.distance is Distance.L1 and _within(located)
        if self._rounded:
            self._keep(self._weighed(located))

    def _keep(self, rows: NDArray[np.int16]) -> None:
        """With all that a comparison writes to: new memory would cost it a page fault every 4 KB."""
        count, against = len(rows), int(np.count_nonzero(self._head.weights <= 0))
        self._repeated = np.empty((min(BLOCK, count), rows.shape[1]), np.int16)
        self._against, self._in_favour = np.zeros((2, count, 1), np.float32)
        self._blocks, all_apart = list[_Block](), np.empty_like(self._repeated)
        for start in range(0, count, BLOCK):
            there = slice(start, start + BLOCK)
            apart = all_apart[: len(rows[there])]
            kinds = [
                (apart[:, :against], self._against[there]),
                (apart[:, against:], self._in_favour[there]),
            ]
            summed = [kind for kind in kinds if kind[0].size]
            self._blocks.append(_Block(rows[there], self._repeated[: len(apart)], apart, summed))

    def similarity(self, embedding: Embedding) -> Similarities:
        """(n,) in [0, 1], higher = more similar, NaN for what is no number."""
        located = self._head.coordinates(embedding[np.newaxis])
        if not self._rounded or not _within(located):
            return self._head.similarity(located[0], self._head.coordinates(self._embeddings))
        self._compare(self._weighed(located))
        steps = (self._in_favour - self._against)[:, 0]
        return logistic(np.float32(self._head.bias) + self._step * steps)

    def _weighed(self, located: Coordinates) -> NDArray[np.int16]:
        """(n, axes) in steps of the largest weight."""
        weighed = np.rint(located * self._scale).astype(np.int16)
        return np.take(weighed, self._order, axis=1)

    def _compare(self, one: NDArray[np.int16]) -> None:
        """Sums anew how many steps each reference lies away from ``one``."""
        self._repeated[:] = one
        for block in self._blocks:
            cv2.absdiff(block.rows, block.repeated, block.apart)
            for apart, sums in block.kinds:
                cv2.reduce(apart, 1, cv2.REDUCE_SUM, sums, cv2.CV_32F)


def _within(located: Coordinates) -> bool:
    """Whether all can be rounded; what is no number cannot."""
    return bool((np.abs(located) <= 1 + 1e-5).all())
