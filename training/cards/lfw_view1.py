"""LFW's View 1 dev-test people judge a network: the same figures on every card."""

from dataclasses import dataclass

import numpy as np

from model.runtime.model_card import Rate
from training.cards.card_builder import (
    bootstrap_error_metrics,
    describe_samples,
    named_match_rates,
    threshold_metrics,
)
from training.cards.face_model import FaceModel
from training.data.crop_cache import CropSet
from training.data.lfw import LfwFolder
from training.data.lfw_crops import to_samples, view1_test_pairs
from training.metrics.bootstrap import Interval
from training.metrics.calibration import Calibration
from training.metrics.comparisons import compare_all, compare_pairs
from training.metrics.error_rates import rate
from training.metrics.one_shot import WAYS, one_shot_accuracy
from training.metrics.summary import equal_error, true_match_rates
from training.metrics.verification_metrics import probability_error


@dataclass(frozen=True, eq=False, slots=True)
class CardEntries:
    """For a card: the rates, and what else there is to say about them."""

    metrics: dict[str, Rate]
    data: dict[str, str]


def evaluate_on_view1(
    model: FaceModel, calibration: Calibration, lfw: LfwFolder, judging: CropSet
) -> CardEntries:
    """``judging`` holds the dev-test people's crops. Raises JobError when they are too few."""
    samples = to_samples(judging)
    head, embeddings = model.head, model.embed(samples.crops)
    pairs, missing = view1_test_pairs(lfw, judging.images)
    listed = compare_pairs(head, embeddings, pairs)
    everybody = compare_all(head, embeddings, samples.people)
    equal, detection = calibration.equal_error_threshold, calibration.detection_threshold
    off = probability_error(everybody.genuine, everybody.impostors)
    return CardEntries(
        metrics={
            **threshold_metrics(listed, equal, "View 1 pairs, equal-error threshold"),
            **threshold_metrics(listed, detection, "View 1 pairs, detection threshold"),
            **bootstrap_error_metrics(everybody, detection, "all pairs, detection threshold"),
            **named_match_rates(true_match_rates(everybody), "all pairs"),
            f"{WAYS}-way one-shot accuracy": one_shot_accuracy(
                head, embeddings, samples.people, np.random.default_rng(0)
            ),
            "failure to find a face": rate(
                len(judging.faceless), len(judging.faceless) + len(judging.images)
            ),
        },
        data={
            "judged on": f"LFW, {describe_samples(samples)} of View 1 dev-test",
            "View 1 pairs left out for want of a face": str(missing),
            "equal error rate on all pairs": _in_words(equal_error(everybody)),
            "similarity as a probability at equal priors is off by, all pairs": f"{off:.3f}",
        },
    )


def _in_words(interval: Interval) -> str:
    return f"{interval.value:.4f}, 95 % interval {interval.lower:.4f} to {interval.upper:.4f}"
