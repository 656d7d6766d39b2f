"""Comparisons with a picture in which no face was found: they never match."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Coordinates, Embeddings
from training.metrics.comparisons import Comparator
from training.metrics.error_rates import Scores

UNSEEN = np.float32(-1)
"""Below every similarity and every threshold, which are in [0, 1], and yet a number that curves can hold."""


@dataclass(frozen=True, slots=True)
class MissingFaceComparator:
    """Compares like ``comparing``; a row of NaN is as similar as ``UNSEEN`` to anybody."""

    comparing: Comparator

    def coordinates(self, embeddings: Embeddings) -> Coordinates:
        with np.errstate(invalid="ignore"):
            return self.comparing.coordinates(embeddings)

    def similarity(self, one: NDArray[np.float32], many: Coordinates) -> Scores:
        with np.errstate(invalid="ignore"):
            found = self.comparing.similarity(one, many)
        return np.where(np.isnan(found), UNSEEN, found)


def seen(scores: Scores) -> Scores:
    """Those of comparisons that could be made."""
    return scores[scores > UNSEEN]
