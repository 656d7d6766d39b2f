"""What makes a distilled embedding a bundle: head, thresholds, and rates on people who trained nothing."""

from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np

from model.network.embedding import SPREAD
from model.network.export import export_bundle, write_head
from model.network.siamese import EMBEDDING, build_siamese
from model.runtime.card import Card
from training.base.head_fit import BASES, fit_head
from training.base.spreading import fit_spread
from training.judging import card_of, said
from training.lfw import LfwFolder
from training.lfw_samples import CALIBRATE, TRAIN, cut
from training.network_judging import calibrate_on, embed
from training.progress import Progress, Report, Stopping
from training.samples import Samples
from training.view1 import judge_on_view1

STAGE = "judging"
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
    report: Report
    stopping: Stopping


def finish(embedding: keras.Model, parts: list[Samples], data: dict[str, str], errand: Errand) -> Card:
    """Spread the points and fit the head on ``parts[TRAIN]``, choose thresholds on ``parts[CALIBRATE]``,
    judge on dev-test, export.

    ``data`` says how the embedding was made, for the card.
    """
    lfw, report = errand.lfw, errand.report
    images = [image for person in lfw.dev_test_people() for image in lfw.images_of(person)]
    judging = cut(lfw, images, errand.work, report, errand.stopping)
    report(Progress(STAGE, 0, 3, "fitting the head"))
    siamese = build_siamese(embedding, bases=BASES)
    _spread(siamese, parts[TRAIN])
    write_head(siamese, fit_head(embed(siamese, parts[TRAIN].crops), parts[TRAIN].people))
    report(Progress(STAGE, 1, 3, "choosing thresholds"))
    calibration = calibrate_on(siamese, parts[CALIBRATE])
    report(Progress(STAGE, 2, 3, "judging"))
    verdict = judge_on_view1(siamese, calibration, lfw, judging)
    told = {
        **data,
        "points spread and head fitted on": f"LFW, {said(parts[TRAIN])} of View 1 dev-train",
        "thresholds chosen on": f"LFW, {said(parts[CALIBRATE])} of View 1 dev-train",
        **verdict.data,
    }
    card = card_of(
        name="base",
        dimensions=embedding.output_shape[1],
        calibration=calibration,
        metrics=verdict.metrics,
        data=told,
        licence=LICENCE,
    )
    export_bundle(siamese, card, errand.out)
    report(Progress(STAGE, 3, 3))
    return card


def _spread(siamese: keras.Model, samples: Samples) -> None:
    layer = siamese.get_layer(EMBEDDING).get_layer(SPREAD)
    dimensions = layer.units
    layer.set_weights([np.eye(dimensions, dtype=np.float32), np.zeros(dimensions, np.float32)])
    layer.set_weights(fit_spread(embed(siamese, samples.crops), samples.people))
