"""Which crops are held against which: balanced pairs to judge by, all pairs of a mini-batch to learn from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.samples import ANONYMOUS

SAME, DIFFERENT = 1, 0


@dataclass(frozen=True, eq=False)
class Pairs:
    """Row ``k`` holds crop ``left[k]`` against ``right[k]``; ``same`` is SAME or DIFFERENT; (n,) int64."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    same: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.same)


def all_pairs(people: NDArray[np.int64]) -> Pairs:
    """Every two crops once, except two anonymous ones: nobody knows whether those are the same person."""
    left, right = np.triu_indices(len(people), k=1)
    known = (people[left] != ANONYMOUS) | (people[right] != ANONYMOUS)
    left, right = left[known], right[known]
    return Pairs(left, right, np.where(people[left] == people[right], SAME, DIFFERENT))


def pairs_with(person: int, people: NDArray[np.int64]) -> Pairs:
    """Those of all pairs that ``person`` takes part in."""
    pairs = all_pairs(people)
    involved = (people[pairs.left] == person) | (people[pairs.right] == person)
    return Pairs(pairs.left[involved], pairs.right[involved], pairs.same[involved])


def make_pairs(people: NDArray[np.int64], rng: np.random.Generator) -> Pairs:
    """For each crop of somebody with several, one more crop of the same person and one of somebody else.

    As many genuine as impostor pairs. Raises ValueError when nobody has two crops or there is one person.
    """
    anchors = [index for index in range(len(people)) if _positives(people, index).size]
    if not anchors or np.unique(people).size < 2:
        raise ValueError(f"Pairs need two crops of one person, and another person. Received: people={people}")
    positives = [rng.choice(_positives(people, index)) for index in anchors]
    negatives = [rng.choice(np.flatnonzero(people != people[index])) for index in anchors]
    same = np.repeat([SAME, DIFFERENT], len(anchors))
    return Pairs(np.array(anchors * 2), np.array(positives + negatives), same)


def class_weights(same: NDArray[np.int64]) -> NDArray[np.float32]:
    """(n,): genuine and impostor pairs weigh half each, however many there are."""
    genuine = same == SAME
    half = np.where(genuine, 0.5 / max(1, genuine.sum()), 0.5 / max(1, (~genuine).sum()))
    return half.astype(np.float32)


def _positives(people: NDArray[np.int64], anchor: int) -> NDArray[np.int64]:
    """The other crops of the anchor's person; none for an anonymous one."""
    others = people == people[anchor]
    others[anchor] = False
    return np.flatnonzero(others & (people != ANONYMOUS))
