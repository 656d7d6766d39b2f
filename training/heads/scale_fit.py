"""Fit scale and bias of a head on a fixed distance, for an embedding trained without a head."""

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from model.runtime.similarity_head import Distance, Embeddings, Head
from training.data.pairs import SAME, balanced_pairs

UNREGULARIZED = 1e6
"""Inverse regularisation strength: two parameters need no regularisation."""


def fit_scale(embeddings: Embeddings, people: NDArray[np.int64], distance: Distance, seed: int = 0) -> Head:
    """All axes get the same weight. Logistic regression on balanced pairs fits it and the bias, so the
    similarity is a probability at equal priors.

    ``people`` (n,) as in Samples. Raises ValueError when there are no pairs.
    """
    pairs = balanced_pairs(people, np.random.default_rng(seed))
    rows = zip(embeddings[pairs.left], embeddings[pairs.right], strict=True)
    distances = np.array([_distance(one - other, distance) for one, other in rows])
    fitted = LogisticRegression(C=UNREGULARIZED, max_iter=1000).fit(
        distances[:, np.newaxis], pairs.same == SAME
    )
    weights = 1 if distance is Distance.EUCLIDEAN else embeddings.shape[1]
    slope, bias = float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
    return Head(np.full(weights, slope, np.float32), bias, distance)


def _distance(difference: NDArray[np.float32], distance: Distance) -> float:
    euclidean = distance is Distance.EUCLIDEAN
    return float(np.linalg.norm(difference) if euclidean else np.abs(difference).sum())
