"""Embed crops on all cores, with a copy of the network for each."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import numpy as np
from numpy.typing import NDArray

from model.runtime.litert import LiteRtNetwork
from model.runtime.similarity_head import Embeddings


def usable_cores() -> int:
    """The number of cores that this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def embed_one(network: LiteRtNetwork, crop: NDArray[np.uint8]) -> Embeddings:
    """(1, dimensions) for one crop, (crop_size, crop_size, 3) uint8."""
    return network(crop[np.newaxis].astype(np.float32))[0]


class EmbeddingPool:
    """Embeds each crop by itself, with one thread per copy of the network.

    The results equal those of a single network to the last bit. A copy takes some megabytes.
    """

    def __init__(self, content: bytes, copies: int) -> None:
        """Raises ValueError when ``content`` is not a network."""
        self._copies = copies
        self._idle: SimpleQueue[LiteRtNetwork] = SimpleQueue()
        for _ in range(copies):
            self._idle.put(LiteRtNetwork(content, threads=1))

    def embed(self, crops: Sequence[NDArray[np.uint8]]) -> list[Embeddings]:
        """(1, dimensions) for each crop, in order."""
        with ThreadPoolExecutor(self._copies, thread_name_prefix="embed") as threads:
            return list(threads.map(self._embed, crops))

    def _embed(self, crop: NDArray[np.uint8]) -> Embeddings:
        network = self._idle.get()
        try:
            return embed_one(network, crop)
        finally:
            self._idle.put(network)
