"""Calibrate and evaluate a model on its user's held-out crops and on people not used in training."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.messages.message import Message
from model.runtime.card_keys import CardMetric, metric_key
from model.runtime.model_card import Rate
from training.cards.card_builder import look_alikes_among
from training.cards.card_metrics import bootstrap_error_metrics, error_metrics, match_rate_metrics
from training.cards.face_model import FaceModel
from training.cards.look_alike_metrics import look_alike_metrics
from training.data.pairs import SAME, Pairs, pairs_with
from training.data.samples import ANONYMOUS, USER, Samples
from training.metrics.calibration import ALLOWED_FMR, Calibration, calibrate, detection_threshold
from training.metrics.comparisons import (
    Comparisons,
    LabelledComparisons,
    compare_across,
    compare_all,
    compare_pairs,
    within_groups,
)
from training.metrics.error_rates import Scores, false_match_rate, matches
from training.metrics.paired_test import PairedErrors, paired_bootstrap_test
from training.metrics.paired_test_result import PairedTestResult
from training.personalization.datasets import PersonalDatasets

OTHERS = Message("held-out people")
SAME_CHAIR = Message("strangers in the same chair")


@dataclass(frozen=True, eq=False, slots=True)
class PersonalEvaluation:
    """The comparisons on which a model is evaluated, at ``threshold``.

    ``user``: those of ``user_pairs``, in which the user takes part. ``same_camera_impostors``: the user with
    each of ``impostor_people``, strangers in the style of the user's camera. ``others``: all pairs of other
    people, and ``groups`` says which of them look alike. The crops show ``people``, as in Samples.
    """

    threshold: float
    people: NDArray[np.int64]
    user_pairs: Pairs
    user: Comparisons
    impostor_people: NDArray[np.int64]
    same_camera_impostors: Scores
    others: LabelledComparisons
    groups: NDArray[np.int64]


def calibrate_for_user(model: FaceModel, datasets: PersonalDatasets, *, twins: bool) -> Calibration:
    """Calibrate on strangers who look alike. The allowed FMR also holds for the user against all strangers
    and, with ``twins``, for the user against strangers in the style of the user's camera."""
    strangers, *user_impostors = _calibration_scores(model, datasets, twins)
    return calibrate(strangers, *user_impostors, look_alikes=_look_alikes(strangers, datasets.calibration))


def threshold_for_user(model: FaceModel, datasets: PersonalDatasets, *, twins: bool) -> float:
    """The detection threshold of ``calibrate_for_user`` alone, to apply the same rule to another model."""
    strangers, *user_impostors = _calibration_scores(model, datasets, twins)
    alike = _look_alikes(strangers, datasets.calibration)
    return detection_threshold(strangers, *user_impostors, look_alikes=alike)


def evaluate_for_user(
    model: FaceModel, threshold: float, samples: Samples, twins: Samples
) -> PersonalEvaluation:
    """The user is USER in ``samples``; ``twins`` are strangers in the style of the user's camera."""
    head, embeddings = model.head, model.embed(samples.crops)
    people = samples.people
    user, strangers = embeddings[people == USER], people > USER
    pairs = pairs_with(USER, people)
    return PersonalEvaluation(
        threshold,
        people,
        pairs,
        compare_pairs(head, embeddings, pairs),
        np.tile(twins.people, len(user)),
        compare_across(head, user, model.embed(twins.crops)),
        compare_all(head, embeddings[strangers], people[strangers]),
        look_alikes_among(samples.subset(strangers)),
    )


def card_metrics(evaluation: PersonalEvaluation, person: str) -> dict[str, Rate]:
    """The rates of an evaluation under their names in a card."""
    threshold, impostors = evaluation.threshold, evaluation.same_camera_impostors
    return {
        **error_metrics(evaluation.user, threshold, _user_crops(person)),
        metric_key(CardMetric.FALSE_MATCH_RATE, _same_camera(person)): false_match_rate(impostors, threshold),
        **bootstrap_error_metrics(evaluation.others, threshold, OTHERS),
        **look_alike_metrics(evaluation.others, evaluation.groups, threshold),
        **match_rate_metrics(evaluation.others, OTHERS),
    }


def compare_models(
    champion: PersonalEvaluation, challenger: PersonalEvaluation, person: str
) -> list[PairedTestResult]:
    """A paired test for each error rate, on the user's held-out crops and on other people.

    Both evaluations are of the same samples.
    """
    others, impostor_people = challenger.others, challenger.impostor_people
    genuine_crops, impostor_owners = _user_sides(challenger)

    def non_match_test(
        where: str, genuine: Callable[[PersonalEvaluation], Scores], sides: NDArray[np.integer]
    ) -> PairedTestResult:
        one, other = (~matches(genuine(each), each.threshold) for each in (champion, challenger))
        name = metric_key(CardMetric.FALSE_NON_MATCH_RATE, where)
        return paired_bootstrap_test(PairedErrors(name, one, other, sides))

    def match_test(
        where: str, impostors: Callable[[PersonalEvaluation], Scores], sides: NDArray[np.integer]
    ) -> PairedTestResult:
        one, other = (matches(impostors(each), each.threshold) for each in (champion, challenger))
        name = metric_key(CardMetric.FALSE_MATCH_RATE, where)
        return paired_bootstrap_test(PairedErrors(name, one, other, sides, ALLOWED_FMR))

    return [
        non_match_test(_user_crops(person), lambda each: each.user.genuine, genuine_crops),
        match_test(_user_crops(person), lambda each: each.user.impostors, impostor_owners),
        match_test(
            _same_camera(person),
            lambda each: each.same_camera_impostors,
            np.stack([impostor_people] * 2),
        ),
        non_match_test(OTHERS, lambda each: each.others.genuine, np.stack([others.genuine_owners] * 2)),
        match_test(OTHERS, lambda each: each.others.impostors, others.impostor_owners),
    ]


def _calibration_scores(
    model: FaceModel, datasets: PersonalDatasets, twins: bool
) -> tuple[LabelledComparisons, *tuple[Scores, ...]]:
    """All comparisons of strangers, then groups of impostor scores of the user."""
    user, strangers = model.embed(datasets.references), model.embed(datasets.calibration.crops)
    all_strangers = compare_all(model.head, strangers, datasets.calibration.people)
    impostors = compare_across(model.head, user, strangers)
    if not twins:
        return all_strangers, impostors
    same_camera = model.embed(datasets.calibration_twins.crops)
    return all_strangers, impostors, compare_across(model.head, user, same_camera)


def _look_alikes(strangers: LabelledComparisons, samples: Samples) -> LabelledComparisons:
    return within_groups(strangers, look_alikes_among(samples))


def _user_crops(person: str) -> str:
    return f"held-out crops of {person}"


def _same_camera(person: str) -> str:
    return f"{_user_crops(person)}, {SAME_CHAIR}"


def _user_sides(evaluation: PersonalEvaluation) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The two crops of each genuine comparison of the user; for each impostor one, the stranger twice.

    Every anonymous crop counts as a different stranger.
    """
    people, pairs = evaluation.people, evaluation.user_pairs
    numbered = np.where(people == ANONYMOUS, people.max() + 1 + np.arange(len(people)), people)
    same = pairs.same == SAME
    strangers = np.where(people[pairs.left] == USER, numbered[pairs.right], numbered[pairs.left])[~same]
    return np.stack([pairs.left[same], pairs.right[same]]), np.stack([strangers, strangers])
