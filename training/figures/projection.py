"""Project embeddings to two dimensions so that neighbours stay neighbours."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from threadpoolctl import threadpool_limits

from model.messages.message import english_only
from model.runtime.similarity_head import Embeddings
from training.jobs.progress import JobError

Points: TypeAlias = NDArray[np.float32]
"""(n, 2), float32: only neighbourhoods are meaningful, positions are not."""

MIN_POINTS, MIN_TSNE_POINTS = 3, 12
MAX_PERPLEXITY = 30
"""The number of neighbours that t-SNE tries to keep; less for few points."""


def project(embeddings: Embeddings, seed: int) -> Points:
    """By t-SNE (van der Maaten and Hinton 2008), starting from the principal components; by these alone for
    few points.

    Raises JobError for fewer than three embeddings.
    """
    count = len(embeddings)
    if count < MIN_POINTS:
        raise JobError(
            english_only(f"A map needs at least three crops. Add crops or people. Received: {count} crops")
        )
    if count < MIN_TSNE_POINTS:
        return np.asarray(PCA(2, random_state=seed).fit_transform(embeddings), np.float32)
    perplexity = min(MAX_PERPLEXITY, (count - 1) / 3)
    tsne = TSNE(2, init="pca", random_state=seed, perplexity=perplexity)
    # Its threads spin while they wait: on a busy machine several threads take minutes instead of seconds.
    with threadpool_limits(1):
        return np.asarray(tsne.fit_transform(embeddings), np.float32)
