"""Synthetic embeddings and comparators, for metrics that need no network."""

import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Coordinates, Embeddings
from training.metrics.comparisons import Comparisons
from training.metrics.error_rates import Scores


class Cosine:
    """Cosine of unit vectors, scaled to 0 to 1. Few ``digits`` produce ties."""

    def __init__(self, digits: int = 7) -> None:
        self.digits = digits

    def coordinates(self, embeddings: Embeddings) -> Coordinates:
        return embeddings

    def similarity(self, one: NDArray[np.float32], many: Coordinates) -> Scores:
        return ((1 + many @ one) / 2).round(self.digits).astype(np.float32)


def clustered_embeddings(
    people: NDArray[np.int64], spread: float, seed: int = 0, dimensions: int = 8
) -> Embeddings:
    """A unit vector for each of ``people``, scattered by ``spread`` around the person's direction; an
    infinite spread ignores the person."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(people.max() + 1, dimensions))
    noise = rng.normal(size=(len(people), dimensions))
    rows = noise if np.isinf(spread) else centres[people] + spread * noise
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def comparisons_of(genuine: list[float], impostors: list[float]) -> Comparisons:
    return Comparisons(np.array(genuine, np.float32), np.array(impostors, np.float32))
