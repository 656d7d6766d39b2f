"""Turn a distilled embedding into a bundle: fit the head, choose thresholds, evaluate and export."""

from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
from numpy.typing import NDArray

from model.messages.message import Message
from model.network.bundle_export import ExportedModel, set_head
from model.network.embedding import SPREAD
from model.network.siamese import EMBEDDING, build_siamese
from model.runtime.card_keys import CardData
from model.runtime.model_card import Card
from training.cards.card_builder import build_card, calibrate_model, describe_look_alikes, describe_samples
from training.cards.face_model import FaceModel
from training.cards.lfw_view1 import evaluate_on_view1
from training.data.samples import Samples
from training.heads.population_fit import BASES, fit_population_head
from training.heads.whitening import fit_wccn
from training.jobs.progress import JobCancelled, Progress, ReportProgress, ShouldStop
from training.lfw.crops import CALIBRATE, TRAIN, cached_lfw_crops
from training.lfw.folder import LfwFolder
from training.optimization.keras_inference import embed

STAGE = Message("finalizing")
SECOND_HEAD_WEIGHT = 0.5
"""Factor on the second head's output before whitening. In training it has twice the weight of the first head,
but its output stays further from its teacher's. After the first run 0.5 gave the best true match rate at FMR
1e-3 on the calibration people."""
LICENCE = (
    "MIT (weights). Distilled from a teacher and from faces that were published for research: the terms of "
    "the data and the teacher's licence apply to commercial use."
)


@dataclass(frozen=True, eq=False, slots=True)
class FinalizeJob:
    """Source of the evaluation images, folders of the crop cache and of the new bundle, and the callbacks."""

    lfw: LfwFolder
    work: Path
    out: Path
    report: ReportProgress
    should_stop: ShouldStop


def finalize(embedding: keras.Model, parts: list[Samples], data: dict[str, str], job: FinalizeJob) -> Card:
    """Fit the whitening and the head on ``parts[TRAIN]``, then ``evaluate_and_export``."""
    job.report(Progress(STAGE, 0, 3, Message("fitting the head")))
    siamese = build_siamese(embedding, bases=BASES)
    _fit_whitening(siamese, parts[TRAIN])
    set_head(siamese, fit_population_head(embed(siamese, parts[TRAIN].crops), parts[TRAIN].people))
    samples = describe_samples(parts[TRAIN])
    head_data = {"points spread and head fitted on": f"LFW, {samples} of View 1 dev-train"}
    return evaluate_and_export(siamese, parts, {**data, **head_data}, job)


def evaluate_and_export(
    siamese: keras.Model, parts: list[Samples], data: dict[str, str], job: FinalizeJob
) -> Card:
    """Choose thresholds on ``parts[CALIBRATE]``, evaluate the live model on dev-test, and export it.

    ``data`` describes for the card how the network was trained.
    """
    lfw, report = job.lfw, job.report
    images = [image for person in lfw.dev_test_people() for image in lfw.images_of(person)]
    test_crops = cached_lfw_crops(lfw, images, job.work, report, job.should_stop)
    report(Progress(STAGE, 1, 3, Message("choosing thresholds")))
    live = ExportedModel(siamese)
    model = FaceModel(live.head, live.embed)
    calibration = calibrate_model(model, parts[CALIBRATE])
    report(Progress(STAGE, 2, 3, Message("evaluating")))
    evaluation = evaluate_on_view1(
        model, calibration, lfw, test_crops, lambda done, total: _report_attempts(job, done, total)
    )
    samples = describe_samples(parts[CALIBRATE])
    card = build_card(
        name="base",
        dimensions=live.dimensions,
        calibration=calibration,
        metrics=evaluation.metrics,
        data={
            **data,
            CardData.CALIBRATED_ON: f"LFW, {samples} of View 1 dev-train",
            CardData.LOOK_ALIKES_CALIBRATED: describe_look_alikes(parts[CALIBRATE]),
            **evaluation.data,
        },
        licence=LICENCE,
    )
    live.export(card, job.out)
    report(Progress(STAGE, 3, 3))
    return card


def _report_attempts(job: FinalizeJob, done: int, total: int) -> None:
    if job.should_stop():
        raise JobCancelled("Stopped before the evaluation was complete.")
    job.report(Progress(Message("simulating attempts"), done, total))


def _fit_whitening(siamese: keras.Model, samples: Samples) -> None:
    embedding = siamese.get_layer(EMBEDDING)
    layer = embedding.get_layer(SPREAD)
    unwhitened = build_siamese(keras.Model(embedding.input, layer.input, name=EMBEDDING))
    weights = _head_weights(layer.input.shape[-1], layer.units)
    kernel, bias = fit_wccn(weights * embed(unwhitened, samples.crops), samples.people, layer.units)
    layer.set_weights([weights[:, np.newaxis] * kernel, bias])


def _head_weights(dimensions: int, first_head: int) -> NDArray[np.float32]:
    """(dimensions,): 1 for the ``first_head`` dimensions, then SECOND_HEAD_WEIGHT."""
    return np.where(np.arange(dimensions) < first_head, 1, SECOND_HEAD_WEIGHT).astype(np.float32)
