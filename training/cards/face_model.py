"""What is judged: whatever embeds crops and says how alike they are."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Embeddings, Head

Embed = Callable[[NDArray[np.uint8]], Embeddings]
"""(n, dimensions) for (n, 100, 100, 3) crops."""


@dataclass(frozen=True, eq=False, slots=True)
class FaceModel:
    """Crops are embedded, and the head says how alike they are."""

    head: Head
    embed: Embed
