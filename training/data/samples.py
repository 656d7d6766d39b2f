"""Labelled crops, split by person before anything else is done with them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.vision.alignment import CROP_SIZE

ANONYMOUS = -1
"""The label of a crop of unknown identity. It may be paired with named people only."""

USER = 0
"""The label of the user's own crops, in samples that hold them."""


@dataclass(frozen=True, eq=False)
class Samples:
    """``crops`` (n, 100, 100, 3) uint8 RGB; ``people`` (n,) int64, an index into ``names`` or ANONYMOUS.

    ``anchors`` (n,) marks the anchors, which are compared with all other crops; None: no crop is marked.
    """

    crops: NDArray[np.uint8]
    people: NDArray[np.int64]
    names: tuple[str, ...]
    anchors: NDArray[np.bool_] | None = None

    def __post_init__(self) -> None:
        expected = (len(self.people), CROP_SIZE, CROP_SIZE, 3)
        if self.crops.shape != expected or self.crops.dtype != np.uint8:
            received = f"{self.crops.dtype} {self.crops.shape}"
            raise ValueError(f"Expected uint8 crops {expected}. Received: {received}")
        if self.people.size and not ANONYMOUS <= self.people.min() <= self.people.max() < len(self.names):
            raise ValueError(f"People must index {len(self.names)} names. Received: {self.people}")
        if self.anchors is not None and self.anchors.shape != self.people.shape:
            raise ValueError(
                f"Each of {len(self.people)} crops is an anchor or not. Received: {self.anchors}"
            )

    def __len__(self) -> int:
        return len(self.people)

    @property
    def anonymous(self) -> NDArray[np.bool_]:
        """(n,), True where the identity is unknown."""
        return self.people == ANONYMOUS

    @property
    def present(self) -> NDArray[np.int64]:
        """The named people with a crop, rising."""
        return np.unique(self.people[~self.anonymous])

    def by_name(self) -> list[tuple[str, NDArray[np.uint8]]]:
        """The people present with their crops, in the order of their labels."""
        return [(self.names[person], self.crops[self.people == person]) for person in self.present]

    def fingerprint(self) -> str:
        """SHA-256 over crops, people and names, in their order."""
        digest = hashlib.sha256(repr((self.names, self.crops.shape)).encode())
        digest.update(self.crops.tobytes())
        digest.update(self.people.tobytes())
        return digest.hexdigest()

    def subset(self, chosen: NDArray[np.integer] | NDArray[np.bool_]) -> "Samples":
        """The chosen crops, by index or mask. People keep their labels."""
        anchors = None if self.anchors is None else self.anchors[chosen]
        return Samples(self.crops[chosen], self.people[chosen], self.names, anchors)


def build_samples(
    named: Sequence[tuple[str, NDArray[np.uint8]]],
    anonymous: NDArray[np.uint8] | None = None,
    anchors: int = 0,
) -> Samples:
    """Samples from the crops of named people and from anonymous crops.

    The first ``anchors`` crops of the first person are marked as anchors; 0: no crop is marked.
    """
    groups = [np.empty((0, CROP_SIZE, CROP_SIZE, 3), np.uint8), *(crops for _, crops in named)]
    people = [person for person, (_, crops) in enumerate(named) for _ in crops]
    if anonymous is not None:
        groups.append(anonymous)
        people += [ANONYMOUS] * len(anonymous)
    names = tuple(name for name, _ in named)
    marked = np.arange(len(people)) < anchors if anchors else None
    return Samples(np.concatenate(groups), np.array(people, np.int64), names, marked)


def split_by_person(samples: Samples, shares: Sequence[float]) -> list[Samples]:
    """Parts that have no person in common, each with about its share of the people.

    Anonymous crops go to the first part, which is for training: they may show a person of any part, so they
    must not be used for evaluation.
    """
    parts = np.array([part_of(name, shares) for name in samples.names] + [0])
    # ANONYMOUS is -1: it picks the last entry.
    return [samples.subset(parts[samples.people] == part) for part in range(len(shares))]


def part_of(name: str, shares: Sequence[float]) -> int:
    """The index of a person's part, by a hash of the name.

    A person stays in the same part in every run, regardless of the other people: people who calibrated a
    network can calibrate the network retrained from it.
    """
    if min(shares) <= 0 or not np.isclose(sum(shares), 1):
        raise ValueError(f"Shares must be positive and sum to 1. Received: {shares}")
    position = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) / 2**64
    return int(np.searchsorted(np.cumsum(shares)[:-1], position, side="right"))
