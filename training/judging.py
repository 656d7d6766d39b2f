"""What a card says about a network: thresholds from some people, rates on others."""

from datetime import UTC, datetime

import keras
import numpy as np

from model.network import siamese as names
from model.network.export import read_head
from model.runtime.card import Card, Rate
from model.runtime.head import Embeddings
from training.accuracy import error_rates, true_match_rates
from training.calibration import VERIFICATION_THRESHOLD, Calibration, calibrate
from training.comparison import Comparisons, Crowd, compare_across, compare_all
from training.evaluation import evaluate
from training.rates import false_match_rate, false_non_match_rate
from training.samples import Samples

EMBEDDING_BATCH = 64


def embed(siamese: keras.Model, samples: Samples) -> Embeddings:
    """(n, dimensions), a row for each crop."""
    embedding = siamese.get_layer(names.EMBEDDING)
    batches = range(0, len(samples), EMBEDDING_BATCH)
    rows = [embedding(samples.crops[start : start + EMBEDDING_BATCH].astype(np.float32)) for start in batches]
    return np.concatenate([np.empty((0, embedding.output_shape[1]), np.float32), *rows])


def calibrate_on(siamese: keras.Model, samples: Samples) -> Calibration:
    """From every pair of people that trained nothing."""
    found = compare_all(read_head(siamese), embed(siamese, samples), samples.people)
    return calibrate(found)


def calibrate_for(siamese: keras.Model, own: Samples, strangers: Samples) -> Calibration:
    """Like ``calibrate_on`` the ``strangers``, but their comparisons with a person's ``own`` crops keep to
    the allowed FMR as well: a network that has learned a face sees it in others more easily than any other.
    """
    head, embeddings = read_head(siamese), embed(siamese, strangers)
    found = compare_all(head, embeddings, strangers.people)
    mistaken = compare_across(head, embed(siamese, own), embeddings)
    return calibrate(found, mistaken)


def threshold_metrics(found: Comparisons, threshold: float, where: str) -> dict[str, Rate]:
    """The rates of an evaluation, named for a card; ``where`` says which pairs were judged."""
    result = evaluate(found.genuine, found.impostors, threshold)
    rates = {
        "accuracy": result.accuracy,
        "precision": result.precision,
        "recall": result.recall,
        "false match rate": result.fmr,
        "false non-match rate": result.fnmr,
    }
    return {f"{name} on {where}": value for name, value in rates.items() if value is not None}


def error_metrics(found: Comparisons, threshold: float, where: str) -> dict[str, Rate]:
    """Both error rates of a threshold, named for a card; intervals as if comparisons were independent."""
    fmr = false_match_rate(found.impostors, threshold)
    return _named_errors(fmr, false_non_match_rate(found.genuine, threshold), where)


def crowd_error_metrics(crowd: Crowd, threshold: float, where: str) -> dict[str, Rate]:
    """Like ``error_metrics``, with intervals over people."""
    return _named_errors(*error_rates(crowd, threshold), where)


def curve_metrics(crowd: Crowd, where: str) -> dict[str, Rate]:
    """True match rates at the FMRs that the pairs are enough for, with intervals over people."""
    return named_match_rates(true_match_rates(crowd), where)


def named_match_rates(by_fmr: dict[float, Rate], where: str) -> dict[str, Rate]:
    return {f"true match rate at FMR {fmr:g} on {where}": found for fmr, found in by_fmr.items()}


def said(samples: Samples) -> str:
    """How many crops of how many people, for a card."""
    nobody = int(samples.anonymous.sum())
    return f"{len(samples) - nobody} crops of {len(samples.present)} people" + (
        f", {nobody} crops of unknown people" if nobody else ""
    )


def card_of(
    siamese: keras.Model,
    *,
    name: str,
    calibration: Calibration,
    metrics: dict[str, Rate],
    data: dict[str, str],
    licence: str,
) -> Card:
    """The card of a network that is about to be exported."""
    size, dimensions = siamese.input_shape[0][1], siamese.get_layer(names.EMBEDDING).output_shape[1]
    return Card(
        name=name,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        crop_size=size,
        dimensions=dimensions,
        detection_threshold=calibration.detection_threshold,
        verification_threshold=VERIFICATION_THRESHOLD,
        calibration=calibration.table,
        metrics=metrics,
        data=data,
        licence=licence,
    )


def _named_errors(fmr: Rate, fnmr: Rate, where: str) -> dict[str, Rate]:
    return {f"false match rate on {where}": fmr, f"false non-match rate on {where}": fnmr}
