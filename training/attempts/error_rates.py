"""The error rates of attempts, with bounds over people."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.runtime.model_card import Rate
from training.attempts.simulation import AttemptOutcomes
from training.attempts.subjects import Pictures, Subjects
from training.metrics.comparisons import LabelledComparisons, within_groups
from training.metrics.summary import error_rates_over_people


@dataclass(frozen=True, slots=True)
class AttemptErrorRates:
    """At one threshold. ``look_alike_accepted`` is None if no stranger is known to look like an enrolled
    person."""

    stranger_accepted: Rate
    look_alike_accepted: Rate | None
    owner_rejected: Rate


def attempt_error_rates(
    outcomes: AttemptOutcomes, pictures: Pictures, subjects: Subjects, groups: NDArray[np.int64] | None
) -> list[AttemptErrorRates]:
    """One for each threshold, in their order. ``groups`` (people,): who looks alike."""
    return [
        _rates(_label(own, strangers, pictures, subjects), groups)
        for own, strangers in zip(outcomes.own, outcomes.strangers, strict=True)
    ]


def _rates(attempts: LabelledComparisons, groups: NDArray[np.int64] | None) -> AttemptErrorRates:
    accepted, rejected = error_rates_over_people(attempts, 0.5)
    alike = None if groups is None else within_groups(attempts, groups)
    look_alike = error_rates_over_people(alike, 0.5)[0] if alike and len(alike.impostors) else None
    return AttemptErrorRates(accepted, look_alike, rejected)


def _label(
    own: NDArray[np.bool_], strangers: NDArray[np.bool_], pictures: Pictures, subjects: Subjects
) -> LabelledComparisons:
    """An attempt as a comparison of the person who tries with the enrolled one: similarity 1 if verified,
    else 0."""
    people = pictures.people.astype(np.int32)
    shape = strangers.shape
    tries = np.broadcast_to(people[subjects.strangers][:, np.newaxis], shape)
    enrolled = np.broadcast_to(subjects.enrolled.astype(np.int32), shape)
    return LabelledComparisons(
        genuine=own.astype(np.float32),
        impostors=strangers.ravel().astype(np.float32),
        crops=np.bincount(people),
        genuine_owners=people[subjects.own],
        impostor_owners=np.stack([tries.ravel(), enrolled.ravel()]),
    )
