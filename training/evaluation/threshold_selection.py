"""The threshold that some people choose for others to be judged at."""

import numpy as np
from numpy.typing import NDArray

from training.evaluation.embedded_images import EmbeddedImages, ImageEmbedder
from training.evaluation.protocol import SelectedThreshold
from training.metrics.comparisons import compare_all
from training.metrics.error_rates import Scores, equal_error_threshold


def select_threshold(
    embedder: ImageEmbedder, pictures: EmbeddedImages, people: NDArray[np.int64], who: str
) -> SelectedThreshold | None:
    """Where FMR and FNMR of all pairs of ``pictures`` are nearest to each other; None when there is nothing
    genuine among them or no impostor."""
    crowd = compare_all(embedder.comparing, pictures.rows, people)
    if not len(crowd.genuine) or not len(crowd.impostors):
        return None
    threshold = max(0.0, equal_error_threshold(crowd.genuine, crowd.impostors))
    told = f"equal-error threshold of {len(pictures):,} pictures of {who}"
    return SelectedThreshold(threshold, told)


def most_accurate_threshold(genuine: Scores, impostors: Scores) -> float:
    """The lowest similarity that decides most of the comparisons rightly, at least 0."""
    candidates = np.unique(np.concatenate([[np.float32(0)], genuine, impostors])).astype(np.float32)
    hits = len(genuine) - np.searchsorted(np.sort(genuine), candidates, side="right")
    refused = np.searchsorted(np.sort(impostors), candidates, side="right")
    return max(0.0, float(candidates[np.argmax(hits + refused)]))
