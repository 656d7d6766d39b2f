"""Which comparisons a report shows with their faces."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.data.pairs import SAME
from training.evaluation.comparisons import ProtocolComparisons
from training.evaluation.missing_faces import UNSEEN
from training.metrics.error_rates import Scores

MISTAKES = 12
"""Pairs of each kind on a contact sheet."""

LOOKED_THROUGH = 5000
"""Most wrong comparisons of each kind among which those of different people are looked for."""

OWN, STRANGERS = 6, 6


@dataclass(frozen=True, slots=True)
class ExamplePair:
    """Two pictures by name, and their similarity."""

    left: str
    right: str
    similarity: float


@dataclass(frozen=True, slots=True)
class GalleryMatch:
    """A picture that an anchor is held against; ``same`` person or not."""

    name: str
    similarity: float
    same: bool


def worst_errors(compared: ProtocolComparisons, *, same: bool) -> list[ExamplePair]:
    """The least similar genuine pairs (``same``) or the most similar impostor pairs, the worst first. Where
    people are known, each person is shown once at most: one mislabelled picture would fill the sheet."""
    scores = compared.most.genuine if same else -compared.most.impostors
    pairs, names = compared.most_pairs(), compared.protocol.pictures.names
    chosen = np.flatnonzero((pairs.same == SAME) == same)
    shown: list[ExamplePair] = []
    taken: set[int] = set()
    for place in _lowest(scores):
        left, right = int(pairs.left[chosen[place]]), int(pairs.right[chosen[place]])
        owners, similarity = _owners(compared, left, right), float(abs(scores[place]))
        if abs(scores[place]) == -UNSEEN or taken & owners:
            continue
        taken |= owners
        shown.append(ExamplePair(names[left], names[right], similarity))
    return shown[:MISTAKES]


def rank_gallery(compared: ProtocolComparisons) -> tuple[str, list[GalleryMatch]] | None:
    """An anchor, and pictures of the same and of other people, the most similar first; None when no picture
    with a face is compared with any other."""
    people = compared.protocol.people
    return _among_pairs(compared) if people is None else _among_people(compared, people)


def _lowest(scores: Scores) -> Iterator[int]:
    count = min(LOOKED_THROUGH, len(scores))
    candidates = np.argpartition(scores, count - 1)[:count]
    return iter(candidates[np.argsort(scores[candidates], kind="stable")].tolist())


def _owners(compared: ProtocolComparisons, left: int, right: int) -> set[int]:
    people = compared.protocol.people
    return set() if people is None else {int(people[left]), int(people[right])}


def _among_people(
    compared: ProtocolComparisons, people: NDArray[np.int64]
) -> tuple[str, list[GalleryMatch]] | None:
    """The first picture of whoever has most, against some of the others and the most similar strangers."""
    pictures = compared.protocol.pictures
    visible = np.array([name in pictures.crops for name in pictures.names])
    person = int(np.bincount(people[visible]).argmax())
    anchor = int(np.flatnonzero(visible & (people == person))[0])
    located = compared.comparing.coordinates(pictures.rows)
    scores = compared.comparing.similarity(located[anchor], located)
    visible[anchor] = False
    own, strangers = (np.flatnonzero(visible & ((people == person) == same)) for same in (True, False))
    nearest = strangers[np.argsort(-scores[strangers])][:STRANGERS]
    chosen = [*_spread(own[np.argsort(-scores[own])], OWN), *nearest]
    others = [GalleryMatch(pictures.names[k], float(scores[k]), bool(people[k] == person)) for k in chosen]
    return pictures.names[anchor], _sorted(others)


def _among_pairs(compared: ProtocolComparisons) -> tuple[str, list[GalleryMatch]] | None:
    """The picture that is most often on the left, against those that it was compared with."""
    pictures, listed = compared.protocol.pictures, compared.protocol.listed
    visible = np.array([name in pictures.crops for name in pictures.names])
    made = visible[listed.left] & visible[listed.right]
    if not made.any():
        return None
    anchor = int(np.bincount(listed.left[made]).argmax())
    located = compared.comparing.coordinates(pictures.rows)
    rows = np.flatnonzero(made & (listed.left == anchor))
    scores = compared.comparing.similarity(located[anchor], located[listed.right[rows]])
    others = [
        GalleryMatch(pictures.names[int(listed.right[row])], float(score), bool(listed.same[row] == SAME))
        for row, score in zip(rows, scores, strict=True)
    ]
    ordered = _sorted(others)
    return pictures.names[anchor], [ordered[k] for k in _spread(np.arange(len(ordered)), OWN + STRANGERS)]


def _sorted(others: list[GalleryMatch]) -> list[GalleryMatch]:
    return sorted(others, key=lambda other: -other.similarity)


def _spread(places: NDArray[np.integer], count: int) -> list[int]:
    """So many of ``places``, evenly, the first and the last among them; all when there are fewer."""
    if len(places) <= count:
        return [int(place) for place in places]
    return [int(places[k]) for k in np.linspace(0, len(places) - 1, count).round().astype(int)]
