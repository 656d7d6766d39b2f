"""Select a threshold on some people, to evaluate others at."""

import numpy as np
from numpy.typing import NDArray

from training.evaluation.embedded_images import EmbeddedImages, ImageEmbedder
from training.evaluation.protocol import SelectedThreshold
from training.metrics.comparisons import compare_all
from training.metrics.error_rates import Scores, equal_error_threshold


def select_threshold(
    embedder: ImageEmbedder, images: EmbeddedImages, people: NDArray[np.int64], description: str
) -> SelectedThreshold | None:
    """The equal-error threshold of all pairs of ``images``; None without a genuine or an impostor pair.

    ``description`` is of the people.
    """
    comparisons = compare_all(embedder.comparator, images.embeddings, people)
    if not len(comparisons.genuine) or not len(comparisons.impostors):
        return None
    threshold = max(0.0, equal_error_threshold(comparisons.genuine, comparisons.impostors))
    origin = f"equal-error threshold of {len(images):,} pictures of {description}"
    return SelectedThreshold(threshold, origin)


def most_accurate_threshold(genuine: Scores, impostors: Scores) -> float:
    """The lowest similarity with the most correct decisions, at least 0."""
    candidates = np.unique(np.concatenate([[np.float32(0)], genuine, impostors])).astype(np.float32)
    true_matches = len(genuine) - np.searchsorted(np.sort(genuine), candidates, side="right")
    true_non_matches = np.searchsorted(np.sort(impostors), candidates, side="right")
    return max(0.0, float(candidates[np.argmax(true_matches + true_non_matches)]))
