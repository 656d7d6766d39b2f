"""Evaluate a model on the dev-test people of LFW's View 1: the metrics that every card has."""

from dataclasses import dataclass

import numpy as np

from model.runtime.card_keys import CardData, CardThreshold
from model.runtime.model_card import Rate
from training.cards.card_builder import describe_samples
from training.cards.card_metrics import bootstrap_error_metrics, decision_metrics, match_rate_metrics
from training.cards.face_model import FaceModel
from training.data.crop_cache import CropSet
from training.lfw.crops import to_samples, view1_test_pairs
from training.lfw.folder import LfwFolder
from training.metrics.calibration import Calibration
from training.metrics.comparisons import compare_all, compare_pairs
from training.metrics.confidence import Interval
from training.metrics.error_rates import rate
from training.metrics.one_shot import WAYS, one_shot_accuracy
from training.metrics.summary import equal_error_interval
from training.metrics.verification_metrics import calibration_error

LISTED, ALL = "View 1 pairs", "all pairs"


@dataclass(frozen=True, eq=False, slots=True)
class CardEntries:
    """A part of a card's ``metrics`` and ``data``."""

    metrics: dict[str, Rate]
    data: dict[str, str]


def evaluate_on_view1(
    model: FaceModel, calibration: Calibration, lfw: LfwFolder, crops: CropSet
) -> CardEntries:
    """``crops`` are those of the dev-test people. Raises InsufficientDataError when they are too few."""
    samples = to_samples(crops)
    head, embeddings = model.head, model.embed(samples.crops)
    pairs, missing = view1_test_pairs(lfw, crops.images)
    listed = compare_pairs(head, embeddings, pairs)
    all_pairs = compare_all(head, embeddings, samples.people)
    equal_error, detection = calibration.equal_error_threshold, calibration.detection_threshold
    one_shot = one_shot_accuracy(head, embeddings, samples.people, np.random.default_rng(0))
    return CardEntries(
        metrics={
            **decision_metrics(listed, equal_error, LISTED, CardThreshold.EQUAL_ERROR),
            **decision_metrics(listed, detection, LISTED, CardThreshold.DETECTION),
            **bootstrap_error_metrics(all_pairs, detection, ALL, CardThreshold.DETECTION),
            **match_rate_metrics(all_pairs, ALL),
            f"{WAYS}-way one-shot accuracy": one_shot,
            "failure to find a face": rate(len(crops.faceless), len(crops.faceless) + len(crops.images)),
        },
        data={
            CardData.EVALUATED_ON: f"LFW, {describe_samples(samples)} of View 1 dev-test",
            "View 1 pairs left out for want of a face": str(missing),
            "equal error rate on all pairs": _format_interval(equal_error_interval(all_pairs)),
            "similarity as a probability at equal priors is off by, all pairs": (
                f"{calibration_error(all_pairs):.3f}"
            ),
        },
    )


def _format_interval(interval: Interval) -> str:
    return f"{interval.value:.4f}, 95 % interval {interval.lower:.4f} to {interval.upper:.4f}"
