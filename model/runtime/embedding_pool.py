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


def embed_on_all_cores(content: bytes, crops: Sequence[NDArray[np.uint8]]) -> Embeddings:
    """(n, dimensions) for n crops: each by itself, on one thread, by a copy of the network in ``content``.

    The results equal those of a single network to the last bit. The copies, of ten megabytes each, exist only
    meanwhile. Raises ValueError when ``content`` is not a network.
    """
    copies = usable_cores()
    idle: SimpleQueue[LiteRtNetwork] = SimpleQueue()
    for _ in range(copies):
        idle.put(LiteRtNetwork(content, threads=1))

    def embed(crop: NDArray[np.uint8]) -> Embeddings:
        network = idle.get()
        try:
            return embed_one(network, crop)
        finally:
            idle.put(network)

    with ThreadPoolExecutor(copies, thread_name_prefix="embed") as threads:
        return np.concatenate(list(threads.map(embed, crops)))
