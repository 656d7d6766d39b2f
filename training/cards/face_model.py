"""A model as a card evaluates it: it embeds crops, and its head compares the embeddings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Embeddings, Head

Embed: TypeAlias = Callable[[NDArray[np.uint8]], Embeddings]
"""(n, dimensions) for (n, 100, 100, 3) crops."""


@dataclass(frozen=True, eq=False, slots=True)
class FaceModel:
    """``embed`` need not be the network itself: it may be a cache of embeddings."""

    head: Head
    embed: Embed
