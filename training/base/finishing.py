"""What makes a distilled embedding a bundle: head, thresholds, and rates on people who trained nothing."""

from pathlib import Path

import keras

from model.network.export import export_bundle, read_head, write_head
from model.network.siamese import build_siamese
from model.runtime.card import Card, Rate
from training.base.head_fit import fit_head
from training.calibration import Calibration
from training.comparison import compare_all, compare_pairs
from training.crops import CropSet
from training.evaluation import equal_error_rate, true_match_rate_at
from training.judging import (
    calibrate_on,
    card_of,
    curve_metrics,
    embed,
    error_metrics,
    said,
    threshold_metrics,
)
from training.lfw import LfwFolder
from training.lfw_samples import CALIBRATE, TRAIN, as_samples, cut, listed_pairs
from training.pairs import Pairs
from training.progress import Progress, Report, Stopping
from training.samples import Samples

STAGE = "judging"
STRICTEST_FMR = 1e-4
LICENCE = (
    "MIT (weights). Distilled from a teacher and from faces that were published for research: the data and "
    "the teacher's licence bind whoever uses them commercially."
)


def finish(
    embedding: keras.Model,
    parts: list[Samples],
    lfw: LfwFolder,
    work: Path,
    out: Path,
    data: dict[str, str],
    report: Report,
    stopping: Stopping,
) -> Card:
    """Fit the head on ``parts[TRAIN]``, choose thresholds on ``parts[CALIBRATE]``, judge on dev-test, export.

    ``data`` says how the embedding was made, for the card.
    """
    images = [image for person in lfw.dev_test_people() for image in lfw.images_of(person)]
    judging = cut(lfw, images, work, report, stopping)
    report(Progress(STAGE, 0, 3, "fitting the head"))
    siamese = build_siamese(embedding)
    write_head(siamese, fit_head(embed(siamese, parts[TRAIN]), parts[TRAIN].people))
    report(Progress(STAGE, 1, 3, "choosing thresholds"))
    calibration = calibrate_on(siamese, parts[CALIBRATE])
    report(Progress(STAGE, 2, 3, "judging"))
    pairs, missing = listed_pairs(lfw, judging)
    metrics, equal_error = _judge(siamese, calibration, judging, pairs)
    data = data | {
        "head fitted on": f"LFW, {said(parts[TRAIN])} of View 1 dev-train",
        "thresholds chosen on": f"LFW, {said(parts[CALIBRATE])} of View 1 dev-train",
        "judged on": f"LFW, {said(as_samples(judging))} of View 1 dev-test",
        "View 1 pairs left out for want of a face": str(missing),
        "pictures without a face among those judged on": str(len(judging.faceless)),
        "equal error rate on all pairs": f"{equal_error:.4f}",
    }
    card = card_of(siamese, name="base", calibration=calibration, metrics=metrics, data=data, licence=LICENCE)
    export_bundle(siamese, card, out)
    report(Progress(STAGE, 3, 3))
    return card


def _judge(
    siamese: keras.Model, calibration: Calibration, judging: CropSet, pairs: Pairs
) -> tuple[dict[str, Rate], float]:
    samples = as_samples(judging)
    head, embeddings = read_head(siamese), embed(siamese, samples)
    listed = compare_pairs(head, embeddings, pairs)
    everybody = compare_all(head, embeddings, samples.people)
    metrics = {
        **threshold_metrics(listed, calibration.equal_error_threshold, "View 1 pairs, equal-error threshold"),
        **threshold_metrics(listed, calibration.detection_threshold, "View 1 pairs, detection threshold"),
        **error_metrics(everybody, calibration.detection_threshold, "all pairs, detection threshold"),
        **curve_metrics(everybody, "all pairs"),
    }
    if STRICTEST_FMR * len(everybody.impostors) >= 1:
        rate = true_match_rate_at(STRICTEST_FMR, everybody.genuine, everybody.impostors)
        metrics[f"true match rate at FMR {STRICTEST_FMR:g} on all pairs"] = rate
    return metrics, equal_error_rate(everybody.genuine, everybody.impostors)
