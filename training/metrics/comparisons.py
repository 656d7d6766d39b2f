"""Similarities of many pairs at once, by the live similarity head or by any other comparator."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Coordinates, Embeddings
from training.data.pairs import SAME, Pairs
from training.data.samples import ANONYMOUS
from training.metrics.error_rates import Scores

MISSING_FACE = np.float32(-1)
"""The similarity of a comparison without a face on both sides. Similarities and thresholds are in [0, 1], so
it never matches; it is finite, so curves can contain it."""


class Comparator(Protocol):
    """Compares embeddings; ``model.runtime.similarity_head.Head`` is one."""

    def coordinates(self, embeddings: Embeddings) -> Coordinates:
        """(n, axes) for (n, dimensions): the input of ``similarity``."""
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
    """Comparisons of all pairs of pictures, with the people they show.

    People are numbered from 0; person ``k`` has ``crops[k]`` pictures. ``genuine_owners`` (n,) belongs to the
    n genuine comparisons, ``impostor_owners`` (2, m) to both sides of the m impostor ones; int32.
    """

    crops: NDArray[np.int64]
    genuine_owners: NDArray[np.int32]
    impostor_owners: NDArray[np.int32]


def compare_pairs(comparator: Comparator, embeddings: Embeddings, pairs: Pairs) -> Comparisons:
    """Each pair of rows of ``embeddings``; all pairs with the same left row at once."""
    coordinates = comparator.coordinates(embeddings)
    order = np.argsort(pairs.left, kind="stable")
    borders = np.flatnonzero(np.diff(pairs.left[order])) + 1
    scores = np.empty(len(pairs), np.float32)
    for rows in np.split(order, borders) if len(order) else []:
        left, right = pairs.left[rows[0]], pairs.right[rows]
        scores[rows] = comparator.similarity(coordinates[left], coordinates[right])
    return Comparisons(scores[pairs.same == SAME], scores[pairs.same != SAME])


def compare_all(
    comparator: Comparator, embeddings: Embeddings, people: NDArray[np.int64]
) -> LabelledComparisons:
    """Every two rows once, except two anonymous ones; row by row, for pairs by the million."""
    coordinates = comparator.coordinates(embeddings)
    rows = (comparator.similarity(row, coordinates[index + 1 :]) for index, row in enumerate(coordinates))
    left, right = np.triu_indices(len(people), k=1)
    return _label(people, left, right, _concatenate(rows))


def within_groups(comparisons: LabelledComparisons, groups: NDArray[np.int64]) -> LabelledComparisons:
    """With the impostor comparisons of two people in one group only. ``groups`` (people,) are numbered from
    0; people with a negative one have no group."""
    one, other = groups[comparisons.impostor_owners]
    shared = (one == other) & (one >= 0)
    return replace(
        comparisons,
        impostors=comparisons.impostors[shared],
        impostor_owners=comparisons.impostor_owners[:, shared],
    )


def compare_probes(
    comparator: Comparator,
    probes: Embeddings,
    references: Embeddings,
    people: NDArray[np.int64],
    found: NDArray[np.bool_],
) -> LabelledComparisons:
    """Every row of ``probes`` with every row of ``references`` except the one of the same picture.

    Row k of both shows ``people[k]``; where ``found`` (n,) is False, the probe shows no face.
    """
    coordinates = comparator.coordinates(references)
    no_face = np.full(len(references), MISSING_FACE)
    rows = (
        comparator.similarity(probe, coordinates) if has_face else no_face
        for probe, has_face in zip(comparator.coordinates(probes), found, strict=True)
    )
    other_picture = ~np.eye(len(people), dtype=np.bool_)
    left, right = np.nonzero(other_picture)
    return _label(people, left, right, _concatenate(rows)[other_picture.ravel()])


def compare_across(comparator: Comparator, one: Embeddings, many: Embeddings) -> Scores:
    """Every row of ``one`` with every row of ``many``."""
    coordinates = comparator.coordinates(many)
    return _concatenate(comparator.similarity(row, coordinates) for row in comparator.coordinates(one))


def _concatenate(rows: Iterable[Scores]) -> Scores:
    return np.concatenate([np.empty(0, np.float32), *rows], dtype=np.float32)


def _label(
    people: NDArray[np.int64], left: NDArray[np.int64], right: NDArray[np.int64], scores: Scores
) -> LabelledComparisons:
    """Picture ``left[k]`` against picture ``right[k]``; all anonymous ones count as one person's."""
    owners = np.unique(people, return_inverse=True)[1].astype(np.int32)
    sides = np.stack([owners[left], owners[right]])
    same = sides[0] == sides[1]
    genuine = same & (people[left] != ANONYMOUS)
    return LabelledComparisons(
        scores[genuine], scores[~same], np.bincount(owners), sides[0, genuine], sides[:, ~same]
    )
