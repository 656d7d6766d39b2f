"""Trains a siamese network from nothing but LFW: ``python -m training.experiments.from_scratch --help``."""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import keras

from model.network.embedding import build_embedding
from model.network.export import LiveNetwork, read_head, write_head
from model.network.koch import build_koch_embedding
from model.network.losses import Loss
from model.network.siamese import build_siamese
from model.runtime.bundle_writer import ExportError
from model.runtime.model_card import Card
from model.runtime.similarity_head import Distance
from training.cards.card_builder import build_card, calibrate_model, describe_samples
from training.cards.face_model import FaceModel
from training.cards.lfw_view1 import CardEntries, evaluate_on_view1
from training.data.augmentation import Augmentation
from training.data.batch_sampler import BatchPlan, BatchSampler
from training.data.crop_cache import CropSet
from training.data.hard_negatives import HardNegatives, mine_hard_negatives
from training.data.lfw import LfwFolder, explain_small_lfw
from training.data.lfw_crops import CALIBRATE, SHARES, TRAIN, cached_lfw_crops, to_samples
from training.data.samples import Samples, split_by_person
from training.heads.scale_fit import fit_scale
from training.jobs.arguments import one_of, path, positive_decimal, positive_number, share, whole_number
from training.jobs.cli_job import format_rates, run_in_terminal
from training.jobs.progress import Progress, ReportProgress, ShouldStop
from training.metrics.calibration import Calibration
from training.metrics.comparisons import compare_all
from training.metrics.verification_metrics import true_match_rate_at
from training.optimization.devices import compute_repeatably
from training.optimization.distribution import Distribution, replicas_on
from training.optimization.keras_inference import embed
from training.optimization.mixed_precision import FULL, MIXED, known_policy
from training.optimization.replicas import Replicas
from training.optimization.run_identity import Value
from training.optimization.trainer import Trainer, TrainingPlan

BATCH = BatchPlan(people=32, crops_per_person=3)
EPOCHS, PATIENCE = 36, 8
JUDGED_FMR = 1e-2
NETWORKS = {"embedding": build_embedding, "koch": build_koch_embedding}
LICENCE = "MIT (weights). Trained on Labeled Faces in the Wild, which was published for research."


@dataclass(frozen=True, slots=True)
class StartingOptions:
    """``work`` keeps the crops and the checkpoint of the run; with the same options it goes on from there.
    ``network`` is one of NETWORKS; ``margin`` is for the contrastive loss. ``hard_negatives``: the
    share of the people of a batch who look like one of them; 0: none is looked for. ``precision``: the
    arithmetic; None: the one that ``known_policy`` names."""

    lfw: Path
    out: Path
    work: Path
    network: str = "embedding"
    distance: Distance = Distance.L1
    loss: Loss = Loss.CROSS_ENTROPY
    margin: float = 1.0
    epochs: int = EPOCHS
    learning_rate: float = 1e-3
    hard_negatives: float = 0.0
    seed: int = 0
    precision: str | None = None
    distribute: Distribution = Distribution.NONE


def train_starting_bundle(
    options: StartingOptions, report: ReportProgress, should_stop: ShouldStop
) -> Card | None:
    """Train, choose the threshold, judge and export to ``options.out``.

    Of several processes the chief alone does all but the first: None for the others, once it has.

    Raises LfwError, JobError, JobCancelled or ExportError.
    """
    replicas = replicas_on(options.distribute, should_stop)
    lfw = LfwFolder(options.lfw)
    with explain_small_lfw(lfw):
        return _train_and_judge(lfw, options, replicas, report, should_stop)


def _train_and_judge(
    lfw: LfwFolder,
    options: StartingOptions,
    replicas: Replicas,
    report: ReportProgress,
    should_stop: ShouldStop,
) -> Card | None:
    learning, judging = (
        cached_lfw_crops(lfw, _images(lfw, people), options.work, report, should_stop)
        for people in (lfw.dev_train_people(), lfw.dev_test_people())
    )
    parts = split_by_person(to_samples(learning), SHARES)
    siamese = _train(parts, options, replicas, report, should_stop)
    report(Progress("judging", 0, 3))
    card = None
    if replicas.chief:
        live = LiveNetwork(siamese)
        model = FaceModel(live.head, live.embed)
        calibration = calibrate_model(model, parts[CALIBRATE])
        report(Progress("judging", 1, 3))
        verdict = evaluate_on_view1(model, calibration, lfw, judging)
        report(Progress("judging", 2, 3))
        card = _describe(live.dimensions, parts, learning, calibration, verdict, _learned_by(options))
        live.export(card, options.out)
    replicas.wait_for_chief()
    report(Progress("judging", 3, 3))
    return card


def _learned_by(options: StartingOptions) -> str:
    hard = f", {options.hard_negatives:.0%} hard negatives" if options.hard_negatives else ""
    return f"{options.loss} loss, {options.distance} distance{hard}"


def _images(lfw: LfwFolder, people: list[str]) -> list[Path]:
    return [image for person in people for image in lfw.images_of(person)]


def _train(
    parts: list[Samples],
    options: StartingOptions,
    replicas: Replicas,
    report: ReportProgress,
    should_stop: ShouldStop,
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
    hard = options.hard_negatives
    identity = _identity(options, samples)
    Trainer(siamese, plan, options.work, identity, replicas, lambda: options.precision or known_policy()).run(
        BatchSampler(samples, BATCH, Augmentation()),
        report,
        should_stop,
        lambda: _match_rate(siamese, parts[CALIBRATE]),
        (lambda: _mine(siamese, samples, hard, report, should_stop)) if hard else None,
    )
    if options.loss is Loss.CONTRASTIVE:
        write_head(
            siamese, fit_scale(embed(siamese, samples.crops), samples.people, options.distance, options.seed)
        )
    return siamese


def _identity(options: StartingOptions, samples: Samples) -> dict[str, Value]:
    """What the result depends on besides the training plan."""
    return {
        "network": options.network,
        "distance": options.distance.value,
        "batch": BATCH.identity(),
        "hard_negatives": float(options.hard_negatives),
        "precision": options.precision,
        "samples": samples.fingerprint(),
    }


def _mine(
    siamese: keras.Model, samples: Samples, share: float, report: ReportProgress, should_stop: ShouldStop
) -> HardNegatives:
    """Among those who learn, never anybody who chooses thresholds or judges."""
    report(Progress("finding people who look alike", 0, 0))
    return mine_hard_negatives(embed(siamese, samples.crops, should_stop), samples.people, share)


def _match_rate(siamese: keras.Model, samples: Samples) -> float:
    """The true match rate at JUDGED_FMR, by the head: one that is not taught falls with the distance, too."""
    found = compare_all(read_head(siamese), embed(siamese, samples.crops), samples.people)
    return true_match_rate_at(JUDGED_FMR, found.genuine, found.impostors).value


def _describe(
    dimensions: int,
    parts: list[Samples],
    learning: CropSet,
    calibration: Calibration,
    verdict: CardEntries,
    learned_by: str,
) -> Card:
    return build_card(
        name="base",
        dimensions=dimensions,
        calibration=calibration,
        metrics=verdict.metrics,
        data={
            "learned by": learned_by,
            "trained on": f"LFW, {describe_samples(parts[TRAIN])} of View 1 dev-train",
            "thresholds chosen on": f"LFW, {describe_samples(parts[CALIBRATE])} of View 1 dev-train",
            "pictures of View 1 dev-train without a face": str(len(learning.faceless)),
            **verdict.data,
        },
        licence=LICENCE,
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m training.experiments.from_scratch", description=__doc__)
    parser.add_argument("--lfw", type=path, required=True, help="folder of Labeled Faces in the Wild")
    parser.add_argument("--out", type=path, required=True, help="folder of the bundle; must not exist")
    parser.add_argument("--work", type=path, required=True, help="folder for crops and checkpoint")
    parser.add_argument("--network", choices=NETWORKS, default="embedding")
    parser.add_argument("--distance", type=one_of(Distance), choices=Distance, default=Distance.L1)
    parser.add_argument("--loss", type=one_of(Loss), choices=Loss, default=Loss.CROSS_ENTROPY)
    parser.add_argument("--margin", type=positive_decimal, default=1.0, help="of the contrastive loss")
    parser.add_argument("--epochs", type=positive_number, default=EPOCHS)
    parser.add_argument("--learning-rate", type=positive_decimal, default=1e-3)
    parser.add_argument(
        "--hard-negatives",
        type=share,
        default=0.0,
        metavar="SHARE",
        help="of the people of a batch, 0 to 1, who look alike to the network as it is at each epoch",
    )
    parser.add_argument("--seed", type=whole_number, default=0)
    parser.add_argument(
        "--precision",
        choices=(FULL, MIXED),
        help="float32 unless all devices are GPUs with bfloat16; a processor that has it, too, is a third "
        "faster in it",
    )
    parser.add_argument(
        "--distribute", type=one_of(Distribution), choices=Distribution, default=Distribution.NONE
    )
    options = StartingOptions(**vars(parser.parse_args()))
    if options.distribute is Distribution.NONE:
        compute_repeatably()

    def job(report: ReportProgress, should_stop: ShouldStop) -> str:
        card = train_starting_bundle(options, report, should_stop)
        return format_rates(card.metrics) if card else "The chief has written the bundle."

    return run_in_terminal(job, ExportError)


if __name__ == "__main__":
    sys.exit(main())
