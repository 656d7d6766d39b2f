"""Points of many dimensions on paper, so that near ones stay near."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from threadpoolctl import threadpool_limits

from model.runtime.similarity_head import Embeddings
from training.jobs.progress import JobError

Points: TypeAlias = NDArray[np.float32]
"""(n, 2), float32: only which points are near to which means something, not where they are."""

FEWEST_FOR_TSNE = 12
MOST_NEIGHBOURS = 30
"""The perplexity: about so many neighbours does t-SNE try to keep; fewer where there are few points."""


def project(embeddings: Embeddings, seed: int) -> Points:
    """t-SNE (van der Maaten and Hinton 2008) from the principal components; these alone for a few points.

    Raises JobError for fewer than three embeddings.
    """
    count = len(embeddings)
    if count < 3:
        raise JobError(f"A map takes three crops at least. Add crops or people. Received: {count} crops")
    if count < FEWEST_FOR_TSNE:
        return np.asarray(PCA(2, random_state=seed).fit_transform(embeddings), np.float32)
    perplexity = min(MOST_NEIGHBOURS, (count - 1) / 3)
    tsne = TSNE(2, init="pca", random_state=seed, perplexity=perplexity)
    # Its threads wait for each other by spinning: where others compute, too, seconds become minutes.
    with threadpool_limits(1):
        return np.asarray(tsne.fit_transform(embeddings), np.float32)
