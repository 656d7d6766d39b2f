"""What makes a distilled embedding a bundle: head, thresholds, and rates on people who trained nothing."""

from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
from numpy.typing import NDArray

from model.network.bundle_export import ExportedModel, set_head
from model.network.embedding import SPREAD
from model.network.siamese import EMBEDDING, build_siamese
from model.runtime.card_keys import CardData
from model.runtime.model_card import Card
from training.cards.card_builder import build_card, calibrate_model, describe_samples
from training.cards.face_model import FaceModel
from training.cards.lfw_view1 import evaluate_on_view1
from training.data.samples import Samples, split_by_person
from training.heads.population_fit import BASES, fit_head
from training.heads.whitening import fit_spread
from training.jobs.progress import Progress, ReportProgress, ShouldStop
from training.lfw.crops import CALIBRATE, SHARES, TRAIN, cached_lfw_crops, to_samples
from training.lfw.folder import LfwFolder
from training.optimization.keras_inference import embed

STAGE = "judging"
SECOND_HEAD = 0.5
"""Factor on the second head's output before whitening. It is learned with twice the weight of the first head,
but stays further from its teacher. After the first run 0.5 gave the best true match rate at FMR 1e-3 on the
calibration people."""
LICENCE = (
    "MIT (weights). Distilled from a teacher and from faces that were published for research: the data and "
    "the teacher's licence bind whoever uses them commercially."
)


@dataclass(frozen=True, eq=False, slots=True)
class Errand:
    """Where the judges' pictures come from and their crops are kept, where the bundle goes, whom to tell."""

    lfw: LfwFolder
    work: Path
    out: Path
    report: ReportProgress
    should_stop: ShouldStop


def dev_train_parts(
    lfw: LfwFolder, work: Path, report: ReportProgress, should_stop: ShouldStop
) -> list[Samples]:
    """View 1's dev-train people: those of TRAIN and of CALIBRATE."""
    images = [image for person in lfw.dev_train_people() for image in lfw.images_of(person)]
    return split_by_person(to_samples(cached_lfw_crops(lfw, images, work, report, should_stop)), SHARES)


def finish(embedding: keras.Model, parts: list[Samples], data: dict[str, str], errand: Errand) -> Card:
    """Spread the points and fit the head on ``parts[TRAIN]``, then ``judge_and_export``."""
    errand.report(Progress(STAGE, 0, 3, "fitting the head"))
    siamese = build_siamese(embedding, bases=BASES)
    _spread(siamese, parts[TRAIN])
    set_head(siamese, fit_head(embed(siamese, parts[TRAIN].crops), parts[TRAIN].people))
    learned = describe_samples(parts[TRAIN])
    fitted = {"points spread and head fitted on": f"LFW, {learned} of View 1 dev-train"}
    return judge_and_export(siamese, parts, {**data, **fitted}, errand)


def judge_and_export(
    siamese: keras.Model, parts: list[Samples], data: dict[str, str], errand: Errand
) -> Card:
    """Choose thresholds on ``parts[CALIBRATE]`` and judge on dev-test what runs live, and export it.

    ``data`` says how the network was made, for the card.
    """
    lfw, report = errand.lfw, errand.report
    images = [image for person in lfw.dev_test_people() for image in lfw.images_of(person)]
    judging = cached_lfw_crops(lfw, images, errand.work, report, errand.should_stop)
    report(Progress(STAGE, 1, 3, "choosing thresholds"))
    live = ExportedModel(siamese)
    model = FaceModel(live.head, live.embed)
    calibration = calibrate_model(model, parts[CALIBRATE])
    report(Progress(STAGE, 2, 3, "judging"))
    verdict = evaluate_on_view1(model, calibration, lfw, judging)
    told = {
        **data,
        CardData.CALIBRATED_ON: f"LFW, {describe_samples(parts[CALIBRATE])} of View 1 dev-train",
        **verdict.data,
    }
    card = build_card(
        name="base",
        dimensions=live.dimensions,
        calibration=calibration,
        metrics=verdict.metrics,
        data=told,
        licence=LICENCE,
    )
    live.export(card, errand.out)
    report(Progress(STAGE, 3, 3))
    return card


def _spread(siamese: keras.Model, samples: Samples) -> None:
    embedding = siamese.get_layer(EMBEDDING)
    layer = embedding.get_layer(SPREAD)
    before = build_siamese(keras.Model(embedding.input, layer.input, name=EMBEDDING))
    weights = _head_weights(layer.input.shape[-1], layer.units)
    kernel, bias = fit_spread(weights * embed(before, samples.crops), samples.people, layer.units)
    layer.set_weights([weights[:, np.newaxis] * kernel, bias])


def _head_weights(dimensions: int, kept: int) -> NDArray[np.float32]:
    """(dimensions,): 1 for the first head, which has ``kept`` dimensions, and SECOND_HEAD for another."""
    return np.where(np.arange(dimensions) < kept, 1, SECOND_HEAD).astype(np.float32)
