"""How useful each reference is, and who looks like the person to the model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from model.runtime.similarity_head import Embedding, Embeddings, Head
from model.verification.comparison.reference_index import ReferenceIndex
from model.verification.decision import Thresholds, decide

REDUNDANT_COSINE = 0.97
"""Cosine of two embeddings: 0.98 and more for pictures of the same moment, 0.86 to 0.97 for a moving head,
0.45 to 0.88 for different days (clips and LFW, shipped model)."""


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
    embeddings: Sequence[Embedding | None], head: Head, detection: float
) -> list[Usefulness]:
    """One for each of ``embeddings``, all of one person; None for a picture that cannot be embedded."""
    known = [embedding for embedding in embeddings if embedding is not None]
    if len(known) < 2:
        return [Usefulness.UNKNOWN if row is None else Usefulness.ONLY_ONE for row in embeddings]
    rows = np.stack(known)
    cosines, similarities = rows @ rows.T, _similarities(rows, head)
    for table in (cosines, similarities):
        np.fill_diagonal(table, np.nan)
    found = iter(
        _assess(nearest, typical, detection)
        for nearest, typical in zip(np.nanmax(cosines, 1), np.nanmedian(similarities, 1), strict=True)
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
    if not typical > detection:
        return Usefulness.UNLIKE_OTHERS
    return Usefulness.REDUNDANT if nearest >= REDUNDANT_COSINE else Usefulness.NEW_VIEW


def _compare(name: str, rows: Embeddings, index: ReferenceIndex, thresholds: Thresholds) -> Lookalike:
    decisions = [decide(index.similarities(row), thresholds) for row in rows]
    verified = sum(decision.verified for decision in decisions)
    return Lookalike(name, verified, len(rows), max(one.similarity or 0.0 for one in decisions))


def _similarities(rows: Embeddings, head: Head) -> np.ndarray:
    index = ReferenceIndex(head, rows)
    return np.stack([index.similarities(row) for row in rows])
