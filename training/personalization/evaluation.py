"""How a model does on the held-out crops of its user and on people that nobody learned from."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.runtime.model_card import Rate
from training.cards.card_builder import bootstrap_error_metrics, error_metrics, match_rate_metrics
from training.cards.face_model import FaceModel
from training.data.pairs import SAME, Pairs, pairs_with
from training.data.samples import ANONYMOUS, USER, Samples
from training.metrics.calibration import ALLOWED_FMR, Calibration, calibrate, detection_threshold
from training.metrics.comparisons import (
    Comparisons,
    LabelledComparisons,
    compare_across,
    compare_all,
    compare_pairs,
)
from training.metrics.error_rates import Scores, false_match_rate
from training.metrics.paired_test import PairedErrors, PairedTestResult, paired_bootstrap_test
from training.personalization.datasets import Material

PEOPLE = "held-out people"


@dataclass(frozen=True, eq=False, slots=True)
class Judgement:
    """At ``threshold``: ``own`` of the ``own_pairs``, in which the user takes part, ``chair`` of the user
    with each of the ``sitters``, strangers dressed in the look of the user's camera, and all pairs of others.

    The crops show ``people``, as in Samples.
    """

    threshold: float
    people: NDArray[np.int64]
    own_pairs: Pairs
    own: Comparisons
    sitters: NDArray[np.int64]
    chair: Scores
    everybody: LabelledComparisons


def calibrate_for(model: FaceModel, material: Material, *, twins: bool) -> Calibration:
    """On strangers, but their comparisons with the user keep to the allowed FMR as well, and with ``twins``
    those with strangers in the user's chair."""
    crowd, *mistaken = _groups(model, material, twins)
    return calibrate(crowd, *mistaken)


def threshold_for(model: FaceModel, material: Material, *, twins: bool) -> float:
    """The detection threshold of ``calibrate_for``: what the same rule makes of another model."""
    crowd, *mistaken = _groups(model, material, twins)
    return detection_threshold(crowd, *mistaken)


def judge(model: FaceModel, threshold: float, judging: Samples, twins: Samples) -> Judgement:
    """The user is USER in ``judging``; ``twins`` sit in the user's chair."""
    head, embeddings = model.head, model.embed(judging.crops)
    people = judging.people
    own, strangers = embeddings[people == USER], people > USER
    pairs = pairs_with(USER, people)
    return Judgement(
        threshold,
        people,
        pairs,
        compare_pairs(head, embeddings, pairs),
        np.tile(twins.people, len(own)),
        compare_across(head, own, model.embed(twins.crops)),
        compare_all(head, embeddings[strangers], people[strangers]),
    )


def metrics_of(judgement: Judgement, person: str) -> dict[str, Rate]:
    """The rates of a judgement, named for a card."""
    return {
        **error_metrics(judgement.own, judgement.threshold, _own(person)),
        f"false match rate on {_chair(person)}": false_match_rate(judgement.chair, judgement.threshold),
        **bootstrap_error_metrics(judgement.everybody, judgement.threshold, PEOPLE),
        **match_rate_metrics(judgement.everybody, PEOPLE),
    }


def duels(champion: Judgement, challenger: Judgement, person: str) -> list[PairedTestResult]:
    """The error rates on the user's held-out crops and on everybody else, judged on the same samples."""
    crowd, sitters = challenger.everybody, challenger.sitters
    crops, strangers = _own_sides(challenger)

    def missed(
        where: str, genuine: Callable[[Judgement], Scores], sides: NDArray[np.integer]
    ) -> PairedTestResult:
        one, other = (genuine(it) <= np.float64(it.threshold) for it in (champion, challenger))
        return paired_bootstrap_test(PairedErrors(f"false non-match rate on {where}", one, other, sides))

    def taken(
        where: str, impostors: Callable[[Judgement], Scores], sides: NDArray[np.integer]
    ) -> PairedTestResult:
        one, other = (impostors(it) > np.float64(it.threshold) for it in (champion, challenger))
        return paired_bootstrap_test(
            PairedErrors(f"false match rate on {where}", one, other, sides, ALLOWED_FMR)
        )

    return [
        missed(_own(person), lambda it: it.own.genuine, crops),
        taken(_own(person), lambda it: it.own.impostors, strangers),
        taken(_chair(person), lambda it: it.chair, np.stack([sitters] * 2)),
        missed(PEOPLE, lambda it: it.everybody.genuine, np.stack([crowd.genuine_owners] * 2)),
        taken(PEOPLE, lambda it: it.everybody.impostors, crowd.impostor_owners),
    ]


def _groups(
    model: FaceModel, material: Material, twins: bool
) -> tuple[LabelledComparisons, *tuple[Scores, ...]]:
    own, strangers = model.embed(material.references), model.embed(material.calibrating.crops)
    crowd = compare_all(model.head, strangers, material.calibrating.people)
    mistaken = compare_across(model.head, own, strangers)
    if not twins:
        return crowd, mistaken
    return crowd, mistaken, compare_across(model.head, own, model.embed(material.calibrating_twins.crops))


def _own(person: str) -> str:
    return f"held-out crops of {person}"


def _chair(person: str) -> str:
    return f"{_own(person)}, strangers in the same chair"


def _own_sides(judgement: Judgement) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The two crops of each genuine comparison of the user; twice the stranger of each impostor one, where
    every anonymous crop counts as somebody else's."""
    people, pairs = judgement.people, judgement.own_pairs
    somebody = np.where(people == ANONYMOUS, people.max() + 1 + np.arange(len(people)), people)
    same = pairs.same == SAME
    strangers = np.where(people[pairs.left] == USER, somebody[pairs.right], somebody[pairs.left])[~same]
    return np.stack([pairs.left[same], pairs.right[same]]), np.stack([strangers, strangers])
