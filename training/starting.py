"""Trains a siamese network from nothing but LFW: ``python -m training.starting --help``."""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import keras

from model.network.embedding import build_embedding
from model.network.export import export_bundle, read_head, write_head
from model.network.koch import build_koch_embedding
from model.network.losses import Loss
from model.network.siamese import EMBEDDING, build_siamese
from model.runtime.card import Card
from model.runtime.head import Distance
from model.runtime.new_bundle import ExportError
from training.augmentation import Augmentation
from training.batches import BatchPlan, BatchSampler
from training.comparison import compare_all
from training.crops import CropSet
from training.evaluation import true_match_rate_at
from training.judging import card_of, said
from training.lfw import LfwError, LfwFolder
from training.lfw_samples import CALIBRATE, SHARES, TRAIN, as_samples, cut
from training.network_judging import calibrate_on, embed
from training.progress import Progress, Report, Stopping
from training.replicas import Replicas
from training.samples import Samples, split_by_person
from training.scale_fit import fit_scale
from training.strategies import Distribution, replicas_on
from training.terminal import rates_in_words, run_in_terminal
from training.trainer import Trainer, TrainingPlan
from training.view1 import judge_on_view1

BATCH = BatchPlan(people=32, crops_per_person=3)
EPOCHS, PATIENCE = 36, 8
JUDGED_FMR = 1e-2
NETWORKS = {"embedding": build_embedding, "koch": build_koch_embedding}
LICENCE = "MIT (weights). Trained on Labeled Faces in the Wild, which was published for research."


@dataclass(frozen=True, slots=True)
class StartingOptions:
    """``work`` keeps the crops and the checkpoint of the run; with the same options it goes on from there.
    ``network`` is one of NETWORKS; ``margin`` is for the contrastive loss."""

    lfw: Path
    out: Path
    work: Path
    network: str = "embedding"
    distance: Distance = Distance.L1
    loss: Loss = Loss.CROSS_ENTROPY
    margin: float = 1.0
    epochs: int = EPOCHS
    learning_rate: float = 1e-3
    seed: int = 0
    distribute: Distribution = Distribution.NONE


def train_starting_bundle(options: StartingOptions, report: Report, stopping: Stopping) -> Card | None:
    """Train, choose the threshold, judge and export to ``options.out``.

    Of several processes the chief alone does all but the first: None for the others, once it has.

    Raises LfwError, TrainingError, TrainingStopped or ExportError.
    """
    replicas = replicas_on(options.distribute, stopping)
    lfw = LfwFolder(options.lfw)
    learning, judging = (
        cut(lfw, _images(lfw, people), options.work, report, stopping)
        for people in (lfw.dev_train_people(), lfw.dev_test_people())
    )
    parts = split_by_person(as_samples(learning), SHARES)
    siamese = _train(parts, options, replicas, report, stopping)
    report(Progress("judging", 0, 1))
    card = None
    if replicas.chief:
        learned_by = f"{options.loss} loss, {options.distance} distance"
        card = _describe(siamese, parts, lfw, learning, judging, learned_by)
        export_bundle(siamese, card, options.out)
    replicas.wait_for_chief()
    report(Progress("judging", 1, 1))
    return card


def _images(lfw: LfwFolder, people: list[str]) -> list[Path]:
    return [image for person in people for image in lfw.images_of(person)]


def _train(
    parts: list[Samples], options: StartingOptions, replicas: Replicas, report: Report, stopping: Stopping
) -> keras.Model:
    """Of those who choose the thresholds, the best epoch is asked for, too: they train nothing."""
    samples = parts[TRAIN]
    keras.utils.set_random_seed(options.seed)
    siamese = build_siamese(NETWORKS[options.network](), options.distance)
    steps = max(1, len(samples) // BATCH.size)
    plan = TrainingPlan(
        epochs=options.epochs,
        steps_per_epoch=steps,
        learning_rate=options.learning_rate,
        patience=PATIENCE,
        loss=options.loss,
        margin=options.margin,
        seed=options.seed,
    )
    identity = f"{options.network} {options.distance} {BATCH} {samples.fingerprint()}"
    sampler = BatchSampler(samples, BATCH, Augmentation())
    Trainer(siamese, plan, options.work, identity, replicas).run(
        sampler, report, stopping, lambda: _match_rate(siamese, parts[CALIBRATE])
    )
    if options.loss is Loss.CONTRASTIVE:
        write_head(
            siamese, fit_scale(embed(siamese, samples.crops), samples.people, options.distance, options.seed)
        )
    return siamese


def _match_rate(siamese: keras.Model, samples: Samples) -> float:
    """The true match rate at JUDGED_FMR, by the head: one that is not taught falls with the distance, too."""
    found = compare_all(read_head(siamese), embed(siamese, samples.crops), samples.people)
    return true_match_rate_at(JUDGED_FMR, found.genuine, found.impostors).value


def _describe(
    siamese: keras.Model,
    parts: list[Samples],
    lfw: LfwFolder,
    learning: CropSet,
    judging: CropSet,
    learned_by: str,
) -> Card:
    calibration = calibrate_on(siamese, parts[CALIBRATE])
    verdict = judge_on_view1(siamese, calibration, lfw, judging)
    return card_of(
        name="base",
        dimensions=siamese.get_layer(EMBEDDING).output_shape[1],
        calibration=calibration,
        metrics=verdict.metrics,
        data={
            "learned by": learned_by,
            "trained on": f"LFW, {said(parts[TRAIN])} of View 1 dev-train",
            "thresholds chosen on": f"LFW, {said(parts[CALIBRATE])} of View 1 dev-train",
            "pictures of View 1 dev-train without a face": str(len(learning.faceless)),
            **verdict.data,
        },
        licence=LICENCE,
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m training.starting", description=__doc__)
    parser.add_argument("--lfw", type=Path, required=True, help="folder of Labeled Faces in the Wild")
    parser.add_argument("--out", type=Path, required=True, help="folder of the bundle; must not exist")
    parser.add_argument("--work", type=Path, required=True, help="folder for crops and checkpoint")
    parser.add_argument("--network", choices=NETWORKS, default="embedding")
    parser.add_argument("--distance", type=Distance, choices=Distance, default=Distance.L1)
    parser.add_argument("--loss", type=Loss, choices=Loss, default=Loss.CROSS_ENTROPY)
    parser.add_argument("--margin", type=float, default=1.0, help="of the contrastive loss")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--learning-rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--distribute", type=Distribution, choices=Distribution, default=Distribution.NONE)
    options = StartingOptions(**vars(parser.parse_args()))

    def job(report: Report, stopping: Stopping) -> str:
        card = train_starting_bundle(options, report, stopping)
        return rates_in_words(card.metrics) if card else "The chief has written the bundle."

    return run_in_terminal(job, LfwError, ExportError)


if __name__ == "__main__":
    sys.exit(main())
