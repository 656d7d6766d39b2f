"""References as they lie ready for one face after another."""

from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Coordinates, Distance, Embedding, Embeddings, Head, logistic
from model.verification.decision import Similarities

FEW = 500
"""So many references are compared in float32, in a tenth of a millisecond or two."""
HIGHEST_LEVEL = 255
LEAST_STEP = 1e-9
"""Where all references are alike there is no range to divide."""


class References:
    """What ``head`` says of faces and these references.

    A few are compared by ``Head.similarity``; more than ``FEW`` in bytes, five times as fast, which moves
    similarities by some thousandths. Not with the Euclidean distance, and not where a coordinate lies beyond
    [-1, 1], which those of embeddings of length 1 never do, or is no number.
    """

    def __init__(self, head: Head, embeddings: Embeddings) -> None:
        """``embeddings``: (n, dimensions)."""
        self._head, self._count = head, len(embeddings)
        located = head.coordinates(embeddings)
        many = self._count > FEW and head.distance is Distance.L1 and _within(located)
        self._compare = _Rounded(head, located).similarity if many else partial(head.similarity, many=located)

    def similarity(self, embedding: Embedding) -> Similarities:
        """(n,) in [0, 1], higher = more similar, NaN for what is no number."""
        located = self._head.coordinates(embedding[np.newaxis])[0]
        if not np.isfinite(located).all():
            return np.full(self._count, np.nan, np.float32)
        return self._compare(located)


class _Rounded:
    """|w a - w b| is |w| |a - b|: distances of points that were weighed beforehand need no weights."""

    def __init__(self, head: Head, located: Coordinates) -> None:
        self._bias, self._scale = np.float32(head.bias), np.abs(head.weights)
        weighed = located * self._scale
        # What speaks against the same face and what speaks for it is summed by itself.
        self._kinds = [
            (np.float32(sign), axes, _Crowd(weighed[:, axes]))
            for sign, of_kind in ((-1, head.weights <= 0), (1, head.weights > 0))
            if len(axes := np.flatnonzero(of_kind))
        ]

    def similarity(self, one: NDArray[np.float32]) -> Similarities:
        weighed = one * self._scale
        distances = [sign * crowd.distances(weighed[axes]) for sign, axes, crowd in self._kinds]
        return logistic(self._bias + np.sum(distances, axis=0))


class _Crowd:
    """Points in bytes. Each axis is counted from its least coordinate, in steps that fit the widest axis."""

    def __init__(self, points: Coordinates) -> None:
        self._least, self._greatest = points.min(axis=0), points.max(axis=0)
        widest = (self._greatest - self._least).max()
        self._step = np.float32(max(widest / HIGHEST_LEVEL, LEAST_STEP))
        # By rows, however the points lie: OpenCV would copy them at each comparison.
        self._levels = np.ascontiguousarray(self._rounded(points))

    def distances(self, point: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n,) L1 distances. Beyond the crowd, on any axis, ``point`` is equally farther from all."""
        nearest = np.clip(point, self._least, self._greatest)
        # For each point of the crowd the nearest of one, which is the only way to all distances.
        steps, _ = cv2.batchDistance(
            self._levels, self._rounded(nearest[np.newaxis]), cv2.CV_32S, normType=cv2.NORM_L1, K=1
        )
        return np.abs(point - nearest).sum() + self._step * steps[:, 0].astype(np.float32)

    def _rounded(self, points: Coordinates) -> NDArray[np.uint8]:
        return np.rint((points - self._least) / self._step).astype(np.uint8)


def _within(located: Coordinates) -> bool:
    """False for what is no number, too."""
    return bool((np.abs(located) <= 1 + 1e-5).all())
