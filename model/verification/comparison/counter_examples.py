"""Counter-examples: faces that the user marked as another person's."""

import numpy as np
from numpy.typing import NDArray

ALMOST_ONE = 1 - 1e-6
"""Similarities are compared as logits, which are infinite at 1."""


def is_refused(counter_similarity: float, best_similarity: float, detection: float) -> bool:
    """Whether a face is that of a counter-example rather than of the person.

    It is when its similarity to a counter-example is above the ``detection`` threshold and not below its
    highest similarity to a reference. Not a number counts as refused. The figures are in docs/decisions/0050.
    """
    return not (counter_similarity <= detection or counter_similarity < best_similarity)


def looks_like_the_person(
    candidate: NDArray[np.float32], references: NDArray[np.float32], detection: float
) -> bool:
    """Whether a face is too similar to the person to become a counter-example: it would refuse the person.

    ``candidate``: its similarities to the references. ``references``: (n, n), those of the references among
    each other. It is too similar when the median of the candidate's similarities is in the upper half between
    the ``detection`` threshold and the median of the references', as logits. Not a number counts as too
    similar.
    """
    others = references[~np.eye(len(references), dtype=bool)]
    typical = _logit(float(np.median(others))) if len(others) else _logit(ALMOST_ONE)
    middle = (_logit(detection) + typical) / 2
    return not _logit(float(np.median(candidate))) < middle


def _logit(similarity: float) -> float:
    clipped = min(max(similarity, 1 - ALMOST_ONE), ALMOST_ONE)
    return float(np.log(clipped / (1 - clipped))) if similarity == similarity else np.nan
