"""How useful each reference is, and who looks like the person to the model."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Embedding, Embeddings, Head, logistic
from model.verification.comparison.reference_index import ReferenceIndex
from model.verification.decision import Thresholds, decide

REDUNDANT_SHARE = 0.21
"""Of the distance at which two faces just match, by the model's own head and threshold. Pictures of the same
moment have 0.2 and less, of a moving head 0.2 to 0.5, of different days more (clips and LFW, with two
networks)."""
SMALLEST = 1e-9


class Usefulness(StrEnum):
    NEW_VIEW = "new view"
    REDUNDANT = "redundant"
    UNLIKE_OTHERS = "unlike the others"
    ONLY_ONE = "only one"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Lookalike:
    """Another person with ``references``, ``verified`` of which would be verified as this person.
    ``similarity`` is the highest of all."""

    name: str
    verified: int
    references: int
    similarity: float


def assess_references(
    embeddings: Sequence[Embedding | None], head: Head, detection: float, model_threshold: float
) -> list[Usefulness]:
    """One for each of ``embeddings``, all of one person; None for a picture that cannot be embedded.

    ``detection``: the threshold in effect. ``model_threshold``: the one that the model was measured at.
    """
    known = [embedding for embedding in embeddings if embedding is not None]
    if len(known) < 2:
        return [Usefulness.UNKNOWN if row is None else Usefulness.ONLY_ONE for row in embeddings]
    logits = _logits(np.stack(known), head)
    np.fill_diagonal(logits, np.nan)
    typical = logistic(np.nanmedian(logits, 1))
    distances = (head.bias - np.nanmax(logits, 1)) / (head.bias - _logit(model_threshold))
    found = iter(
        _assess(nearest, similarity, detection)
        for nearest, similarity in zip(distances, typical, strict=True)
    )
    return [Usefulness.UNKNOWN if row is None else next(found) for row in embeddings]


def find_lookalikes(
    person: Embeddings, others: Mapping[str, Embeddings], head: Head, thresholds: Thresholds
) -> list[Lookalike]:
    """Those of ``others`` with at least one reference that would be verified as the person, or that matches
    one of the person's references; the most similar first."""
    if not len(person):
        return []
    index = ReferenceIndex(head, person)
    found = [_compare(name, rows, index, thresholds) for name, rows in others.items() if len(rows)]
    alike = [one for one in found if one.verified or one.similarity > thresholds.detection]
    return sorted(alike, key=lambda one: (-one.verified / one.references, -one.similarity))


def _assess(nearest: float, typical: float, detection: float) -> Usefulness:
    """``nearest``: how far the most similar reference is, as in ``REDUNDANT_SHARE``. ``typical``: the median
    similarity to the others."""
    if not typical > detection:
        return Usefulness.UNLIKE_OTHERS
    return Usefulness.REDUNDANT if nearest < REDUNDANT_SHARE else Usefulness.NEW_VIEW


def _compare(name: str, rows: Embeddings, index: ReferenceIndex, thresholds: Thresholds) -> Lookalike:
    decisions = [decide(index.similarities(row), thresholds) for row in rows]
    verified = sum(decision.verified for decision in decisions)
    return Lookalike(name, verified, len(rows), max(one.similarity or 0.0 for one in decisions))


def _logits(rows: Embeddings, head: Head) -> NDArray[np.float32]:
    """(n, n): each row with each."""
    coordinates = head.coordinates(rows)
    return np.stack([head.logits(one, coordinates) for one in coordinates])


def _logit(similarity: float) -> float:
    """Finite for all in [0, 1]."""
    kept = min(max(similarity, SMALLEST), 1 - SMALLEST)
    return math.log(kept / (1 - kept))
