"""Pairs of crops: balanced pairs for evaluation, all pairs of a mini-batch for training."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.data.hard_negatives import HardNegatives
from training.data.samples import ANONYMOUS, Samples

SAME, DIFFERENT = 1, 0


@dataclass(frozen=True, eq=False)
class Pairs:
    """Row ``k`` compares crop ``left[k]`` with ``right[k]``; ``same`` is SAME or DIFFERENT; (n,) int64."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    same: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.same)


def all_pairs(people: NDArray[np.int64]) -> Pairs:
    """Every two crops once, except two anonymous ones: they may or may not show the same person."""
    left, right = np.triu_indices(len(people), k=1)
    known = (people[left] != ANONYMOUS) | (people[right] != ANONYMOUS)
    left, right = left[known], right[known]
    return Pairs(left, right, np.where(people[left] == people[right], SAME, DIFFERENT))


def pairs_with(person: int, people: NDArray[np.int64]) -> Pairs:
    """The pairs of ``all_pairs`` that ``person`` takes part in."""
    pairs = all_pairs(people)
    involved = (people[pairs.left] == person) | (people[pairs.right] == person)
    return Pairs(pairs.left[involved], pairs.right[involved], pairs.same[involved])


def sample_pairs(
    samples: Samples, rng: np.random.Generator, hard_negatives: HardNegatives | None = None
) -> Pairs:
    """As many genuine as impostor pairs: each marked anchor with every positive of its person, and with as
    many crops of others. Without marked anchors: ``balanced_pairs``.

    With ``hard_negatives``, about their ``share`` of the impostors shows one of the people most like the
    anchor's. Raises ValueError when there is no genuine or no impostor pair.
    """
    if samples.anchors is None:
        return balanced_pairs(samples.people, rng, hard_negatives)
    known = ~samples.anonymous
    anchors, positives = np.flatnonzero(samples.anchors & known), np.flatnonzero(~samples.anchors & known)
    left, right = np.nonzero(samples.people[anchors][:, np.newaxis] == samples.people[positives])
    return _with_impostors(samples.people, anchors[left], positives[right], rng, hard_negatives)


def balanced_pairs(
    people: NDArray[np.int64], rng: np.random.Generator, hard_negatives: HardNegatives | None = None
) -> Pairs:
    """For each crop of a person with several: a second crop of that person and one of another person.

    ``people`` (n,) as in Samples, ``hard_negatives`` as for ``sample_pairs``; raises like that.
    """
    anchors = [index for index in range(len(people)) if _positives(people, index).size]
    positives = [rng.choice(_positives(people, index)) for index in anchors]
    return _with_impostors(people, np.array(anchors), np.array(positives), rng, hard_negatives)


def class_weights(same: NDArray[np.int64]) -> NDArray[np.float32]:
    """(n,): genuine and impostor pairs each have half of the weight, however many there are."""
    genuine = same == SAME
    weights = np.where(genuine, 0.5 / max(1, genuine.sum()), 0.5 / max(1, (~genuine).sum()))
    return weights.astype(np.float32)


def _positives(people: NDArray[np.int64], anchor: int) -> NDArray[np.int64]:
    """The other crops of the anchor's person; empty for an anonymous one."""
    others = people == people[anchor]
    others[anchor] = False
    return np.flatnonzero(others & (people != ANONYMOUS))


def _with_impostors(
    people: NDArray[np.int64],
    anchors: NDArray[np.int64],
    positives: NDArray[np.int64],
    rng: np.random.Generator,
    hard_negatives: HardNegatives | None,
) -> Pairs:
    """Rising ``anchors`` with ``positives``, then each anchor with as many crops of others."""
    if not len(anchors) or np.unique(people).size < 2:
        raise ValueError(f"Pairs need two crops of one person, and another person. Received: people={people}")
    negatives: list[NDArray[np.int64]] = []
    for anchor, count in zip(*np.unique(anchors, return_counts=True), strict=True):
        others = np.flatnonzero(people != people[anchor])
        if hard_negatives:
            alike = others[np.isin(people[others], hard_negatives.of(people[anchor]))]
            hard = int(rng.binomial(count, hard_negatives.share)) if len(alike) else 0
            negatives.append(_draw(alike, hard, rng))
            count -= hard
        negatives.append(_draw(others, count, rng))
    same = np.repeat([SAME, DIFFERENT], len(anchors))
    return Pairs(np.tile(anchors, 2), np.concatenate([positives, *negatives]), same)


def _draw(crops: NDArray[np.int64], count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """``count`` of ``crops``, without replacement if there are enough."""
    return rng.choice(crops, count, replace=count > len(crops)) if count else crops[:0]
