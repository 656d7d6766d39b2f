"""Evaluate a model on the dev-test people of LFW's View 1: the metrics that every card has."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.messages.message import Message
from model.runtime.card_keys import CardData, CardThreshold
from model.runtime.model_card import Rate
from model.runtime.similarity_head import Embeddings
from model.verification.security_levels import Level
from training.attempts.measurement import AttemptMeasurement, LevelModel, measure_attempts
from training.attempts.simulation import ReportStep
from training.attempts.subjects import Pictures
from training.cards.attempt_metrics import attempt_metrics
from training.cards.card_builder import describe_look_alikes, describe_samples, look_alikes_among
from training.cards.card_metrics import bootstrap_error_metrics, decision_metrics, match_rate_metrics
from training.cards.face_model import FaceModel
from training.cards.look_alike_metrics import look_alike_metrics
from training.data.crop_cache import CropSet
from training.data.samples import Samples
from training.lfw.crops import to_samples, view1_test_pairs
from training.lfw.folder import LfwFolder
from training.metrics.calibration import VERIFICATION_THRESHOLD, Calibration
from training.metrics.comparisons import LabelledComparisons, compare_all, compare_pairs
from training.metrics.confidence import Interval
from training.metrics.error_rates import rate
from training.metrics.one_shot import WAYS, one_shot_accuracy
from training.metrics.summary import equal_error_interval
from training.metrics.verification_metrics import calibration_error

LISTED, ALL = Message("View 1 pairs"), Message("all pairs")

LEVEL_THRESHOLDS = {
    Level.CONVENIENT: CardThreshold.CONVENIENT,
    Level.BALANCED: CardThreshold.DETECTION,
    Level.STRICT: CardThreshold.STRICT,
}


@dataclass(frozen=True, eq=False, slots=True)
class CardEntries:
    """A part of a card's ``metrics`` and ``data``."""

    metrics: dict[str, Rate]
    data: dict[str, str]


def evaluate_on_view1(
    model: FaceModel, calibration: Calibration, lfw: LfwFolder, crops: CropSet, report_step: ReportStep
) -> CardEntries:
    """``crops`` are those of the dev-test people. ``report_step`` is called during simulated attempts.

    Raises InsufficientDataError when there are too few crops.
    """
    samples = to_samples(crops)
    head, embeddings = model.head, model.embed(samples.crops)
    pairs, missing = view1_test_pairs(lfw, crops.images)
    listed = compare_pairs(head, embeddings, pairs)
    all_pairs = compare_all(head, embeddings, samples.people)
    equal_error, detection = calibration.equal_error_threshold, calibration.detection_threshold
    one_shot = one_shot_accuracy(head, embeddings, samples.people, np.random.default_rng(0))
    attempts = _measure_attempts(model, calibration, crops, samples, embeddings, report_step)
    return CardEntries(
        metrics={
            **decision_metrics(listed, equal_error, LISTED, CardThreshold.EQUAL_ERROR),
            **decision_metrics(listed, detection, LISTED, CardThreshold.DETECTION),
            **_level_metrics(all_pairs, look_alikes_among(samples), calibration),
            **match_rate_metrics(all_pairs, ALL),
            **(attempt_metrics(attempts.rates) if attempts else {}),
            f"{WAYS}-way one-shot accuracy": one_shot,
            "failure to find a face": rate(len(crops.faceless), len(crops.faceless) + len(crops.images)),
        },
        data={
            CardData.EVALUATED_ON: f"LFW, {describe_samples(samples)} of View 1 dev-test",
            CardData.LOOK_ALIKES_EVALUATED: describe_look_alikes(samples),
            "View 1 pairs left out for want of a face": str(missing),
            "equal error rate on all pairs": _format_interval(equal_error_interval(all_pairs)),
            "similarity as a probability at equal priors is off by, all pairs": (
                f"{calibration_error(all_pairs):.3f}"
            ),
            **({CardData.ATTEMPTS: attempts.description} if attempts else {}),
        },
    )


def level_thresholds(calibration: Calibration) -> dict[Level, float]:
    """The detection threshold of each level that was measured."""
    thresholds = {level: calibration.level_threshold(level) for level in Level}
    return {level: value for level, value in thresholds.items() if value is not None}


def _level_metrics(
    all_pairs: LabelledComparisons, groups: NDArray[np.int64], calibration: Calibration
) -> dict[str, Rate]:
    metrics: dict[str, Rate] = {}
    for level, value in level_thresholds(calibration).items():
        threshold = LEVEL_THRESHOLDS[level]
        metrics |= bootstrap_error_metrics(all_pairs, value, ALL, threshold)
        metrics |= look_alike_metrics(all_pairs, groups, value, threshold)
    return metrics


def _measure_attempts(
    model: FaceModel,
    calibration: Calibration,
    crops: CropSet,
    samples: Samples,
    embeddings: Embeddings,
    report_step: ReportStep,
) -> AttemptMeasurement | None:
    level_model = LevelModel(model.head, model.embed, level_thresholds(calibration), VERIFICATION_THRESHOLD)
    pictures = Pictures(crops.crops, crops.images, samples.people)
    return measure_attempts(level_model, pictures, embeddings, look_alikes_among(samples), report_step)


def _format_interval(interval: Interval) -> str:
    if not interval.has_width:
        return f"{interval.value:.4f}"
    return f"{interval.value:.4f}, 95 % interval {interval.lower:.4f} to {interval.upper:.4f}"
