"""Embeddings from a Keras network that is still in training."""

import keras
import numpy as np
from numpy.typing import NDArray

from model.network import siamese as names
from model.runtime.similarity_head import Embeddings
from training.jobs.progress import JobCancelled, ShouldStop, never_stop

EMBEDDING_BATCH = 64


def embed(siamese: keras.Model, crops: NDArray[np.uint8], should_stop: ShouldStop = never_stop) -> Embeddings:
    """(n, dimensions) for (n, 100, 100, 3) crops. Raises JobCancelled."""
    embedding = siamese.get_layer(names.EMBEDDING)
    rows = [np.empty((0, embedding.output_shape[1]), np.float32)]
    for start in range(0, len(crops), EMBEDDING_BATCH):
        if should_stop():
            raise JobCancelled(f"Stopped after embedding {start} of {len(crops)} crops.")
        rows.append(embedding(crops[start : start + EMBEDDING_BATCH].astype(np.float32)))
    return np.concatenate(rows)
