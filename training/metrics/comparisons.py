"""Similarities of many pairs at once, by the very head that judges live or by anything else that compares."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Coordinates, Embeddings
from training.data.pairs import SAME, Pairs
from training.data.samples import ANONYMOUS
from training.metrics.error_rates import Scores

NEVER = np.float32(-np.inf)
"""The similarity of a comparison that could not be made: no threshold lies below it, so it never matches."""


class Comparator(Protocol):
    """Says how similar embeddings are; ``model.runtime.bundle.Head`` does."""

    def coordinates(self, embeddings: Embeddings) -> Coordinates:
        """(n, axes) for (n, dimensions): what ``similarity`` compares."""
        ...

    def similarity(self, one: NDArray[np.float32], many: Coordinates) -> Scores:
        """(n,), higher = more similar: ``one`` (axes,) against each of ``many`` (n, axes)."""
        ...


@dataclass(frozen=True, eq=False, slots=True)
class Comparisons:
    """Similarities of genuine and of impostor pairs."""

    genuine: Scores
    impostors: Scores


@dataclass(frozen=True, eq=False, slots=True)
class LabelledComparisons(Comparisons):
    """The comparisons of everybody with everybody, and whose pictures each one compares.

    People are numbered from 0: person ``k`` has ``crops[k]`` pictures. ``genuine_owners`` (n,) goes with the
    n genuine comparisons, ``impostor_owners`` (2, m) with both sides of the m impostor ones; int32.
    """

    crops: NDArray[np.int64]
    genuine_owners: NDArray[np.int32]
    impostor_owners: NDArray[np.int32]


def compare_pairs(comparing: Comparator, embeddings: Embeddings, pairs: Pairs) -> Comparisons:
    """Each pair of rows of ``embeddings``; all pairs with the same left row at once."""
    located = comparing.coordinates(embeddings)
    order = np.argsort(pairs.left, kind="stable")
    borders = np.flatnonzero(np.diff(pairs.left[order])) + 1
    scores = np.empty(len(pairs), np.float32)
    for rows in np.split(order, borders) if len(order) else []:
        left, right = pairs.left[rows[0]], pairs.right[rows]
        scores[rows] = comparing.similarity(located[left], located[right])
    return Comparisons(scores[pairs.same == SAME], scores[pairs.same != SAME])


def compare_all(
    comparing: Comparator, embeddings: Embeddings, people: NDArray[np.int64]
) -> LabelledComparisons:
    """Every two rows once, except two anonymous ones; row by row, for pairs by the million."""
    located = comparing.coordinates(embeddings)
    rows = (comparing.similarity(row, located[index + 1 :]) for index, row in enumerate(located))
    left, right = np.triu_indices(len(people), k=1)
    return _crowd(people, left, right, _joined(rows))


def compare_probes(
    comparing: Comparator,
    probes: Embeddings,
    references: Embeddings,
    people: NDArray[np.int64],
    found: NDArray[np.bool_],
) -> LabelledComparisons:
    """Every row of ``probes`` with every row of ``references`` but the one of the same picture, its own.

    Row k of both shows ``people[k]``; where ``found`` (n,) is False, the probe is similar to nobody.
    """
    located = comparing.coordinates(references)
    nobody = np.full(len(references), NEVER)
    rows = (
        comparing.similarity(probe, located) if seen else nobody
        for probe, seen in zip(comparing.coordinates(probes), found, strict=True)
    )
    others = ~np.eye(len(people), dtype=np.bool_)
    left, right = np.nonzero(others)
    return _crowd(people, left, right, _joined(rows)[others.ravel()])


def compare_across(comparing: Comparator, one: Embeddings, many: Embeddings) -> Scores:
    """Every row of ``one`` with every row of ``many``."""
    located = comparing.coordinates(many)
    return _joined(comparing.similarity(row, located) for row in comparing.coordinates(one))


def _joined(rows: Iterable[Scores]) -> Scores:
    return np.concatenate([np.empty(0, np.float32), *rows], dtype=np.float32)


def _crowd(
    people: NDArray[np.int64], left: NDArray[np.int64], right: NDArray[np.int64], scores: Scores
) -> LabelledComparisons:
    """Picture ``left[k]`` against picture ``right[k]``; anonymous ones count as one person's."""
    owners = np.unique(people, return_inverse=True)[1].astype(np.int32)
    sides = np.stack([owners[left], owners[right]])
    same = sides[0] == sides[1]
    genuine = same & (people[left] != ANONYMOUS)
    return LabelledComparisons(
        scores[genuine], scores[~same], np.bincount(owners), sides[0, genuine], sides[:, ~same]
    )
