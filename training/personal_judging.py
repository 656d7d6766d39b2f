"""How a model does on the held-out crops of its user and on people that nobody learned from."""

from collections.abc import Callable
from dataclasses import dataclass

import keras
import numpy as np
from numpy.typing import NDArray

from model.network.export import read_head
from model.runtime.card import Rate
from training.challenge import Duel, Errors, Paired, fight
from training.comparison import Comparisons, Crowd, compare_all, compare_pairs
from training.judging import crowd_error_metrics, curve_metrics, embed, error_metrics
from training.pairs import SAME, Pairs, pairs_with
from training.samples import ANONYMOUS, Samples

PERSON = 0
"""The number of the user among the people of a judgement."""


@dataclass(frozen=True, eq=False, slots=True)
class Judgement:
    """At ``threshold``: ``own`` of the ``own_pairs``, in which the user takes part, and of all pairs of
    others. The crops show ``people``, as in Samples."""

    threshold: float
    people: NDArray[np.int64]
    own_pairs: Pairs
    own: Comparisons
    everybody: Crowd


def judge(siamese: keras.Model, threshold: float, judging: Samples) -> Judgement:
    """The user is PERSON in ``judging``."""
    head, embeddings = read_head(siamese), embed(siamese, judging)
    strangers = judging.people > PERSON
    pairs = pairs_with(PERSON, judging.people)
    return Judgement(
        threshold,
        judging.people,
        pairs,
        compare_pairs(head, embeddings, pairs),
        compare_all(head, embeddings[strangers], judging.people[strangers]),
    )


def metrics_of(judgement: Judgement, person: str) -> dict[str, Rate]:
    """The rates of a judgement, named for a card."""
    return {
        **error_metrics(judgement.own, judgement.threshold, f"held-out crops of {person}"),
        **crowd_error_metrics(judgement.everybody, judgement.threshold, "held-out people"),
        **curve_metrics(judgement.everybody, "held-out people"),
    }


def duels(champion: Judgement, challenger: Judgement, person: str) -> list[Duel]:
    """Both error rates on the user's held-out crops and on everybody else, judged on the same samples."""
    own, crowd = f"held-out crops of {person}", challenger.everybody
    crops, strangers = _own_sides(challenger)
    compared: list[tuple[str, Callable[[Judgement], Errors], NDArray[np.integer]]] = [
        (f"false non-match rate on {own}", lambda it: _missed(it.own, it.threshold), crops),
        (f"false match rate on {own}", lambda it: _taken(it.own, it.threshold), strangers),
        (
            "false non-match rate on held-out people",
            lambda it: _missed(it.everybody, it.threshold),
            np.stack([crowd.genuine_owners] * 2),
        ),
        (
            "false match rate on held-out people",
            lambda it: _taken(it.everybody, it.threshold),
            crowd.impostor_owners,
        ),
    ]
    return [
        fight(Paired(what, erring(champion), erring(challenger), sides)) for what, erring, sides in compared
    ]


def _missed(found: Comparisons, threshold: float) -> Errors:
    return np.asarray(found.genuine <= np.float64(threshold))


def _taken(found: Comparisons, threshold: float) -> Errors:
    return np.asarray(found.impostors > np.float64(threshold))


def _own_sides(judgement: Judgement) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The two crops of each genuine comparison of the user; twice the stranger of each impostor one, where
    every anonymous crop counts as somebody else's."""
    people, pairs = judgement.people, judgement.own_pairs
    somebody = np.where(people == ANONYMOUS, people.max() + 1 + np.arange(len(people)), people)
    same = pairs.same == SAME
    strangers = np.where(people[pairs.left] == PERSON, somebody[pairs.right], somebody[pairs.left])[~same]
    return np.stack([pairs.left[same], pairs.right[same]]), np.stack([strangers, strangers])
