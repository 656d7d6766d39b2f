"""Train a siamese network on LFW alone: ``python -m training.experiments.from_scratch --help``."""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import keras

from model.messages.message import Message
from model.network.bundle_export import ExportedModel, read_head, set_head
from model.network.embedding import build_embedding
from model.network.koch2015 import build_koch_embedding
from model.network.losses import Loss
from model.network.siamese import build_siamese
from model.runtime.bundle_writer import ExportError
from model.runtime.card_keys import CardData
from model.runtime.model_card import Card
from model.runtime.similarity_head import Distance
from training.cards.card_builder import build_card, calibrate_model, describe_samples
from training.cards.face_model import FaceModel
from training.cards.lfw_view1 import CardEntries, evaluate_on_view1
from training.data.augmentation import Augmentation
from training.data.batch_sampler import BatchPlan, BatchSampler
from training.data.crop_cache import CropSet
from training.data.hard_negatives import HardNegatives, mine_hard_negatives
from training.data.samples import Samples, split_by_person
from training.heads.scale_fit import fit_scale
from training.jobs.arguments import one_of, path, positive_decimal, positive_number, share, whole_number
from training.jobs.cli_job import format_rates, run_in_terminal
from training.jobs.progress import Progress, ReportProgress, ShouldStop
from training.lfw.crops import CALIBRATE, SHARES, TRAIN, cached_lfw_crops, to_samples
from training.lfw.folder import LfwFolder, explain_small_lfw
from training.metrics.calibration import Calibration
from training.metrics.comparisons import compare_all
from training.metrics.verification_metrics import true_match_rate_at
from training.optimization.devices import enable_determinism
from training.optimization.distribution import Distribution, create_replicas
from training.optimization.keras_inference import embed
from training.optimization.mixed_precision import FLOAT32, MIXED_BFLOAT16, device_policy
from training.optimization.replicas import Replicas
from training.optimization.run_identity import Value
from training.optimization.trainer import Trainer, TrainingPlan

BATCH = BatchPlan(people=32, crops_per_person=3)
EPOCHS, PATIENCE = 36, 8
VALIDATION_FMR = 1e-2
NETWORKS = {"embedding": build_embedding, "koch": build_koch_embedding}
LICENCE = "MIT (weights). Trained on Labeled Faces in the Wild, which was published for research."


@dataclass(frozen=True, slots=True)
class FromScratchOptions:
    """``work`` keeps the crops and the checkpoint; a run with the same options resumes from there.

    ``network`` is one of NETWORKS. ``margin`` is for the contrastive loss. ``hard_negatives``: the share of
    the people of a batch who look like one of them; 0: no mining. ``precision``: a dtype policy; None: what
    ``device_policy`` returns.
    """

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


def train_from_scratch(
    options: FromScratchOptions, report: ReportProgress, should_stop: ShouldStop
) -> Card | None:
    """Train, calibrate, evaluate and export to ``options.out``.

    Of several processes all train, and the chief does the rest. The others wait for it and return None.

    Raises LfwError, JobError, JobCancelled or ExportError.
    """
    replicas = create_replicas(options.distribute, should_stop)
    lfw = LfwFolder(options.lfw)
    with explain_small_lfw(lfw):
        return _train_and_evaluate(lfw, options, replicas, report, should_stop)


def _train_and_evaluate(
    lfw: LfwFolder,
    options: FromScratchOptions,
    replicas: Replicas,
    report: ReportProgress,
    should_stop: ShouldStop,
) -> Card | None:
    train_crops, test_crops = (
        cached_lfw_crops(lfw, _images(lfw, people), options.work, report, should_stop)
        for people in (lfw.dev_train_people(), lfw.dev_test_people())
    )
    parts = split_by_person(to_samples(train_crops), SHARES)
    siamese = _train(parts, options, replicas, report, should_stop)
    report(Progress(Message("judging"), 0, 3))
    card = None
    if replicas.chief:
        live = ExportedModel(siamese)
        model = FaceModel(live.head, live.embed)
        calibration = calibrate_model(model, parts[CALIBRATE])
        report(Progress(Message("judging"), 1, 3))
        evaluation = evaluate_on_view1(
            model,
            calibration,
            lfw,
            test_crops,
            lambda done, total: report(Progress(Message("simulating attempts"), done, total)),
        )
        report(Progress(Message("judging"), 2, 3))
        data = _card_data(parts, train_crops, _describe_method(options))
        card = _create_card(live.dimensions, calibration, evaluation, data)
        live.export(card, options.out)
    replicas.wait_for_chief()
    report(Progress(Message("judging"), 3, 3))
    return card


def _describe_method(options: FromScratchOptions) -> str:
    hard = f", {options.hard_negatives:.0%} hard negatives" if options.hard_negatives else ""
    return f"{options.loss} loss, {options.distance} distance{hard}"


def _images(lfw: LfwFolder, people: list[str]) -> list[Path]:
    return [image for person in people for image in lfw.images_of(person)]


def _train(
    parts: list[Samples],
    options: FromScratchOptions,
    replicas: Replicas,
    report: ReportProgress,
    should_stop: ShouldStop,
) -> keras.Model:
    """The people for calibration also choose the best epoch: they train nothing."""
    samples = parts[TRAIN]
    keras.utils.set_random_seed(options.seed)
    siamese = build_siamese(NETWORKS[options.network](), options.distance)
    plan, identity = _plan(options, len(samples)), _identity(options, samples)
    hard = options.hard_negatives
    trainer = Trainer(
        siamese, plan, options.work, identity, replicas, lambda: options.precision or device_policy()
    )
    trainer.run(
        BatchSampler(samples, BATCH, Augmentation()),
        report,
        should_stop,
        lambda: _validate(siamese, parts[CALIBRATE]),
        (lambda: _mine_hard_negatives(siamese, samples, hard, report, should_stop)) if hard else None,
    )
    if options.loss is Loss.CONTRASTIVE:
        embeddings = embed(siamese, samples.crops)
        set_head(siamese, fit_scale(embeddings, samples.people, options.distance, options.seed))
    return siamese


def _plan(options: FromScratchOptions, crops: int) -> TrainingPlan:
    return TrainingPlan(
        epochs=options.epochs,
        steps_per_epoch=max(1, crops // BATCH.size),
        learning_rate=options.learning_rate,
        patience=PATIENCE,
        loss=options.loss,
        margin=options.margin,
        seed=options.seed,
    )


def _identity(options: FromScratchOptions, samples: Samples) -> dict[str, Value]:
    """What the result depends on besides the training plan."""
    return {
        "network": options.network,
        "distance": options.distance.value,
        "batch": BATCH.identity(),
        "hard_negatives": float(options.hard_negatives),
        "precision": options.precision,
        "samples": samples.fingerprint(),
    }


def _mine_hard_negatives(
    siamese: keras.Model, samples: Samples, share: float, report: ReportProgress, should_stop: ShouldStop
) -> HardNegatives:
    """Among the people of ``samples``, who all train."""
    report(Progress(Message("finding people who look alike"), 0, 0))
    return mine_hard_negatives(embed(siamese, samples.crops, should_stop), samples.people, share)


def _validate(siamese: keras.Model, samples: Samples) -> float:
    """The true match rate at VALIDATION_FMR. An untrained head serves, too: its similarity falls with the
    distance."""
    found = compare_all(read_head(siamese), embed(siamese, samples.crops), samples.people)
    return true_match_rate_at(VALIDATION_FMR, found.genuine, found.impostors).value


def _card_data(parts: list[Samples], train_crops: CropSet, method: str) -> dict[str, str]:
    return {
        "learned by": method,
        CardData.TRAINED_ON: f"LFW, {describe_samples(parts[TRAIN])} of View 1 dev-train",
        CardData.CALIBRATED_ON: f"LFW, {describe_samples(parts[CALIBRATE])} of View 1 dev-train",
        "pictures of View 1 dev-train without a face": str(len(train_crops.faceless)),
    }


def _create_card(
    dimensions: int, calibration: Calibration, evaluation: CardEntries, data: dict[str, str]
) -> Card:
    return build_card(
        name="base",
        dimensions=dimensions,
        calibration=calibration,
        metrics=evaluation.metrics,
        data={**data, **evaluation.data},
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
    parser.add_argument("--margin", type=positive_decimal, default=1.0, help="margin of the contrastive loss")
    parser.add_argument("--epochs", type=positive_number, default=EPOCHS)
    parser.add_argument("--learning-rate", type=positive_decimal, default=1e-3)
    parser.add_argument(
        "--hard-negatives",
        type=share,
        default=0.0,
        metavar="SHARE",
        help="share of the people in a batch, 0 to 1, whom the network finds alike at each epoch",
    )
    parser.add_argument("--seed", type=whole_number, default=0)
    parser.add_argument(
        "--precision",
        choices=(FLOAT32, MIXED_BFLOAT16),
        help="default: float32, or mixed_bfloat16 where all devices are GPUs with bfloat16; a processor with "
        "bfloat16 is a third faster in it",
    )
    parser.add_argument(
        "--distribute", type=one_of(Distribution), choices=Distribution, default=Distribution.NONE
    )
    options = FromScratchOptions(**vars(parser.parse_args()))
    if options.distribute is Distribution.NONE:
        enable_determinism()

    def job(report: ReportProgress, should_stop: ShouldStop) -> str:
        card = train_from_scratch(options, report, should_stop)
        return format_rates(card.metrics) if card else "The chief process has written the bundle."

    return run_in_terminal(job, ExportError)


if __name__ == "__main__":
    sys.exit(main())
