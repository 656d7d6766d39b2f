"""Measures of simulated attempts, at each security level of a bundle."""

import numpy as np

from model.messages.message import Message
from model.runtime.bundle import Bundle
from model.runtime.model_card import Rate
from model.verification.security_levels import Level, level_threshold
from training.attempts.error_rates import AttemptErrorRates
from training.attempts.measurement import LevelModel, measure_attempts
from training.attempts.simulation import ReportStep
from training.attempts.subjects import MIN_PICTURES, Pictures
from training.evaluation.decision_measures import rate_measure
from training.evaluation.protocol import EvaluationProtocol
from training.evaluation.results import AttemptKind, IntervalMethod, Measure, MeasureName, ThresholdName

NO_SUBJECTS = Message("needs a person with {count} pictures, and others with fewer", count=MIN_PICTURES)

LEVELS = {
    Level.CONVENIENT: ThresholdName.CONVENIENT,
    Level.BALANCED: ThresholdName.BALANCED,
    Level.STRICT: ThresholdName.STRICT,
}


def attempt_measures(bundle: Bundle, protocol: EvaluationProtocol, report_step: ReportStep) -> list[Measure]:
    """FAR and FRR. Empty if it is not known who is in the pictures, or only listed pairs count."""
    if protocol.people is None or not protocol.has_all_pairs:
        return []
    images, card = protocol.images, bundle.card
    found = np.array([name in images.crops for name in images.names])
    names = [name for name in images.names if name in images.crops]
    pictures = Pictures([images.crops[name] for name in names], names, protocol.people[found])
    thresholds = {level: level_threshold(level, card) for level in Level}
    detection = {level: value for level, value in thresholds.items() if value is not None}
    model = LevelModel(
        bundle.head, lambda crops: bundle.embed(list(crops)), detection, card.verification_threshold
    )
    measured = measure_attempts(model, pictures, images.embeddings[found], protocol.groups, report_step)
    if measured is None:
        return [Measure(name=MeasureName.FAR, on=AttemptKind.BY_STRANGERS, reason=NO_SUBJECTS)]
    return [measure for level, rates in measured.rates.items() for measure in _measures(rates, LEVELS[level])]


def _measures(rates: AttemptErrorRates, at: ThresholdName) -> list[Measure]:
    figures: list[tuple[MeasureName, Rate | None, str]] = [
        (MeasureName.FAR, rates.stranger_accepted, AttemptKind.BY_STRANGERS),
        (MeasureName.FAR, rates.look_alike_accepted, AttemptKind.BY_LOOK_ALIKES),
        (MeasureName.FRR, rates.owner_rejected, AttemptKind.GENUINE),
    ]
    return [
        rate_measure(name, rate, on, at, IntervalMethod.BOOTSTRAP_PEOPLE)
        for name, rate, on in figures
        if rate is not None
    ]
