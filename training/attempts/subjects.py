"""Who takes part in simulated attempts: enrolled people with their references, and the people who try."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.vision.frame import RgbImage

MIN_PICTURES = 5
"""People with at least this many pictures are enrolled; all others are strangers."""

MAX_REFERENCES = 30
MAX_OWN_ATTEMPTS = 5
"""Limit per enrolled person, so that a few people with a hundred pictures do not outweigh the others."""

MAX_STRANGERS = 2000
"""Selected by a hash of the picture's name; LFW's View 1 has fewer. Each tries once, with one picture."""


@dataclass(frozen=True, eq=False, slots=True)
class Pictures:
    """``crops[k]`` (100, 100, 3) is picture ``names[k]`` of person ``people[k]``, numbered from 0."""

    crops: Sequence[RgbImage] | NDArray[np.uint8]
    names: Sequence[str]
    people: NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Subjects:
    """Pictures by index. ``enrolled`` (e,) are people, with the pictures ``references[k]``. Each of
    ``own`` shows an enrolled person, each of ``strangers`` another one."""

    enrolled: NDArray[np.int64]
    references: tuple[NDArray[np.intp], ...]
    own: NDArray[np.intp]
    strangers: NDArray[np.intp]

    def __bool__(self) -> bool:
        """Whether there is an attempt of each kind."""
        return bool(len(self.own) and len(self.strangers))


def select_subjects(pictures: Pictures) -> Subjects:
    """Deterministic for the same pictures."""
    counts = np.bincount(pictures.people)
    enrolled = np.flatnonzero(counts >= MIN_PICTURES)
    by_person = [_by_hash(np.flatnonzero(pictures.people == person), pictures) for person in enrolled]
    others = _by_hash(np.flatnonzero(counts[pictures.people] < MIN_PICTURES), pictures)
    _, first = np.unique(pictures.people[others], return_index=True)
    return Subjects(
        enrolled=enrolled,
        references=tuple(own[:MAX_REFERENCES] for own in by_person),
        own=np.concatenate([np.empty(0, np.intp), *(own[:MAX_OWN_ATTEMPTS] for own in by_person)]),
        strangers=others[np.sort(first)][:MAX_STRANGERS],
    )


def _by_hash(indices: NDArray[np.intp], pictures: Pictures) -> NDArray[np.intp]:
    return np.array(sorted(indices, key=lambda index: _digest(pictures.names[index])), np.intp)


def _digest(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()
