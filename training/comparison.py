"""Similarities of many pairs at once, by the very head that judges live."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.runtime.bundle import Embeddings, Head
from training.pairs import SAME, Pairs, all_pairs
from training.rates import Scores
from training.samples import ANONYMOUS

BLOCK = 1024


@dataclass(frozen=True, eq=False, slots=True)
class Comparisons:
    """Similarities of genuine and of impostor pairs."""

    genuine: Scores
    impostors: Scores


def compare_pairs(head: Head, embeddings: Embeddings, pairs: Pairs) -> Comparisons:
    """Each pair of rows of ``embeddings``."""
    blocks = [
        _paired(
            head,
            embeddings[pairs.left[start : start + BLOCK]],
            embeddings[pairs.right[start : start + BLOCK]],
        )
        for start in range(0, len(pairs), BLOCK)
    ]
    scores = np.concatenate([np.empty(0, np.float32), *blocks])
    return Comparisons(scores[pairs.same == SAME], scores[pairs.same != SAME])


def compare_all(head: Head, embeddings: Embeddings, people: NDArray[np.int64]) -> Comparisons:
    """Every two rows once, except two anonymous ones; row by row, for pairs by the million."""
    genuine, impostors = [np.empty(0, np.float32)], [np.empty(0, np.float32)]
    for index in range(len(people) - 1):
        scores = head.similarity(embeddings[index], embeddings[index + 1 :])
        same = people[index + 1 :] == people[index]
        if people[index] == ANONYMOUS:
            impostors.append(scores[~same])
        else:
            genuine.append(scores[same])
            impostors.append(scores[~same])
    return Comparisons(np.concatenate(genuine), np.concatenate(impostors))


def compare_across(head: Head, one: Embeddings, many: Embeddings) -> Scores:
    """Every row of ``one`` with every row of ``many``."""
    return np.concatenate([np.empty(0, np.float32), *(head.similarity(row, many) for row in one)])


def compare_with(person: int, head: Head, embeddings: Embeddings, people: NDArray[np.int64]) -> Comparisons:
    """Only the pairs that ``person`` takes part in."""
    pairs = all_pairs(people)
    involved = (people[pairs.left] == person) | (people[pairs.right] == person)
    return compare_pairs(
        head, embeddings, Pairs(pairs.left[involved], pairs.right[involved], pairs.same[involved])
    )


def _paired(head: Head, left: Embeddings, right: Embeddings) -> Scores:
    return head.similarity(np.zeros(left.shape[1:], np.float32), np.abs(left - right))
