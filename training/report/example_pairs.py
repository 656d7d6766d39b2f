"""Select the comparisons that a report shows with their faces."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.data.pairs import SAME
from training.evaluation.comparisons import ProtocolComparisons
from training.evaluation.results import ExamplePair
from training.metrics.comparisons import MISSING_FACE
from training.metrics.error_rates import Scores

MAX_ERRORS = 12
"""Pairs of one kind on a contact sheet."""

MAX_CANDIDATES = 5000
"""The worst comparisons of one kind, among which those of different people are searched."""

SAME_PERSON, OTHER_PEOPLE = 6, 6
"""Pictures of a gallery."""


@dataclass(frozen=True, slots=True)
class GalleryMatch:
    """A picture that is compared with a reference, of the ``same`` person or not."""

    name: str
    similarity: float
    same: bool


def worst_errors(comparisons: ProtocolComparisons, *, same: bool) -> list[ExamplePair]:
    """The least similar genuine pairs (``same``) or the most similar impostor pairs, the worst first.

    Where people are known, each person is shown at most once: one mislabelled picture would fill the sheet.
    """
    scores = comparisons.widest.genuine if same else comparisons.widest.impostors
    pairs, names = comparisons.widest_pairs(), comparisons.protocol.images.names
    rows = np.flatnonzero((pairs.same == SAME) == same)
    errors: list[ExamplePair] = []
    shown: set[int] = set()
    for index in _lowest(scores if same else -scores):
        left, right = int(pairs.left[rows[index]]), int(pairs.right[rows[index]])
        people = _people_of(comparisons, left, right)
        if scores[index] == MISSING_FACE or shown & people:
            continue
        shown |= people
        errors.append(ExamplePair(names[left], names[right], float(scores[index])))
    return errors[:MAX_ERRORS]


def rank_gallery(comparisons: ProtocolComparisons) -> tuple[str, list[GalleryMatch]] | None:
    """A reference, and pictures of the same and of other people, the most similar first; None when no picture
    with a face is compared with another."""
    people = comparisons.protocol.people
    return _gallery_of_pairs(comparisons) if people is None else _gallery_of_people(comparisons, people)


def _lowest(scores: Scores) -> Iterator[int]:
    count = min(MAX_CANDIDATES, len(scores))
    candidates = np.argpartition(scores, count - 1)[:count]
    return iter(candidates[np.argsort(scores[candidates], kind="stable")].tolist())


def _people_of(comparisons: ProtocolComparisons, left: int, right: int) -> set[int]:
    people = comparisons.protocol.people
    return set() if people is None else {int(people[left]), int(people[right])}


def _gallery_of_people(
    comparisons: ProtocolComparisons, people: NDArray[np.int64]
) -> tuple[str, list[GalleryMatch]] | None:
    """The first picture of the person with the most pictures, with others of the same person and with the
    most similar other people."""
    images = comparisons.protocol.images
    candidates = _has_face(comparisons)
    person = int(np.bincount(people[candidates]).argmax())
    reference = int(np.flatnonzero(candidates & (people == person))[0])
    coordinates = comparisons.comparator.coordinates(images.embeddings)
    scores = comparisons.comparator.similarity(coordinates[reference], coordinates)
    candidates[reference] = False
    own, others = (np.flatnonzero(candidates & ((people == person) == same)) for same in (True, False))
    nearest = others[np.argsort(-scores[others])][:OTHER_PEOPLE]
    rows = [*_evenly(own[np.argsort(-scores[own])], SAME_PERSON), *nearest]
    gallery = [GalleryMatch(images.names[k], float(scores[k]), bool(people[k] == person)) for k in rows]
    return images.names[reference], _by_similarity(gallery)


def _gallery_of_pairs(comparisons: ProtocolComparisons) -> tuple[str, list[GalleryMatch]] | None:
    """The picture that is most often on the left, with those that it was compared with."""
    images, listed = comparisons.protocol.images, comparisons.protocol.listed
    has_face = _has_face(comparisons)
    comparable = has_face[listed.left] & has_face[listed.right]
    if not comparable.any():
        return None
    reference = int(np.bincount(listed.left[comparable]).argmax())
    coordinates = comparisons.comparator.coordinates(images.embeddings)
    rows = np.flatnonzero(comparable & (listed.left == reference))
    scores = comparisons.comparator.similarity(coordinates[reference], coordinates[listed.right[rows]])
    gallery = _by_similarity(
        [
            GalleryMatch(images.names[int(listed.right[row])], float(score), bool(listed.same[row] == SAME))
            for row, score in zip(rows, scores, strict=True)
        ]
    )
    shown = _evenly(np.arange(len(gallery)), SAME_PERSON + OTHER_PEOPLE)
    return images.names[reference], [gallery[k] for k in shown]


def _has_face(comparisons: ProtocolComparisons) -> NDArray[np.bool_]:
    images = comparisons.protocol.images
    return np.array([name in images.crops for name in images.names])


def _by_similarity(gallery: list[GalleryMatch]) -> list[GalleryMatch]:
    return sorted(gallery, key=lambda match: -match.similarity)


def _evenly(indices: NDArray[np.integer], count: int) -> list[int]:
    """``count`` of ``indices``, evenly, including the first and the last; all when there are fewer."""
    if len(indices) <= count:
        return [int(index) for index in indices]
    return [int(indices[k]) for k in np.linspace(0, len(indices) - 1, count).round().astype(int)]
