"""Comparisons with a picture in which no face was found: they never match."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Coordinates, Embeddings
from training.metrics.comparisons import MISSING_FACE, Comparator
from training.metrics.error_rates import Scores


@dataclass(frozen=True, slots=True)
class MissingFaceComparator:
    """Compares like ``comparator``; the similarity of a row of NaN to any other is MISSING_FACE."""

    comparator: Comparator

    def coordinates(self, embeddings: Embeddings) -> Coordinates:
        with np.errstate(invalid="ignore"):
            return self.comparator.coordinates(embeddings)

    def similarity(self, one: NDArray[np.float32], many: Coordinates) -> Scores:
        with np.errstate(invalid="ignore"):
            scores = self.comparator.similarity(one, many)
        return np.where(np.isnan(scores), MISSING_FACE, scores)


def with_faces(scores: Scores) -> Scores:
    """Only comparisons with a face on both sides."""
    return scores[scores > MISSING_FACE]
