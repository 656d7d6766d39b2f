"""Learning one person's face: the base network goes on learning from the crops of its user."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
from numpy.typing import NDArray

from model.network.export import export_bundle, write_head
from model.network.layers import every_layer
from model.network.siamese import EMBEDDING, build_siamese
from model.runtime.bundle import LEARNABLE, Bundle, load_bundle
from model.runtime.card import Card
from training.augmentation import Augmentation
from training.batches import BatchPlan, BatchSampler
from training.calibration import Calibration
from training.challenge import Duel, said_of
from training.judging import calibrate_for, card_of, said
from training.lfw import LfwFolder
from training.lfw_samples import CALIBRATE, SHARES, TRAIN, as_samples, cut, some_images
from training.own_crops import FEWEST_CROPS, read_own_crops
from training.personal_judging import PERSON, Judgement, duels, judge, metrics_of
from training.progress import Progress, Report, Stopping, TrainingError
from training.samples import Samples, gather, part_of
from training.trainer import Trainer, TrainingPlan

EPOCHS, STEPS_PER_EPOCH, LEARNING_RATE = 6, 25, 2e-4
WITH_NEGATIVES = BatchPlan(people=20, crops_per_person=3, focus=PERSON, focus_crops=20, anonymous_crops=16)
WITHOUT_NEGATIVES = BatchPlan(people=24, crops_per_person=3, focus=PERSON, focus_crops=24)
FROZEN = ("stem", "stage1")
"""What the first blocks see in a face is the same for everybody; leaving them alone saves half the time."""

LFW_LEARNED, LFW_CALIBRATING, LFW_JUDGING = 1500, 800, 800
"""Pictures of LFW for each purpose."""

MOST_REFERENCES = 100
"""So many of the person's crops are held against strangers to choose the threshold."""


@dataclass(frozen=True, slots=True)
class RetrainOptions:
    """``people_folder`` holds ``<person>/{anchor,positive,negative}/*.jpg``; everybody else in it is learned
    from as a further person. ``out`` must not exist. ``work`` keeps crops and the checkpoint."""

    person: str
    people_folder: Path
    lfw_folder: Path
    base_bundle: Path
    out: Path
    work: Path
    epochs: int = EPOCHS
    seed: int = 0


@dataclass(frozen=True, eq=False, slots=True)
class Material:
    """For learning, for choosing thresholds and for judging; nobody but the user is in two of them."""

    learned: Samples
    calibrating: Samples
    judging: Samples


@dataclass(frozen=True, slots=True)
class Retrained:
    """A new bundle. ``objection`` says, in a sentence, why it should not take the place of its base; empty
    when nothing speaks against it."""

    folder: Path
    objection: str


def retrain(options: RetrainOptions, report: Report, stopping: Stopping) -> Retrained:
    """Write a new bundle to ``options.out`` and hold it against the one it was made from.

    Raises TrainingError (too few crops, say), LfwError, BundleError, ExportError; TrainingStopped when asked
    to stop: the same call then goes on from the last finished epoch. With other crops it starts afresh.
    """
    base = load_bundle(options.base_bundle)
    material = _gather_material(options, report, stopping)
    siamese = _siamese_of(base)
    report(Progress("judging the model in use", 0, 0))
    champion = judge(siamese, base.card.detection_threshold, material.judging)
    _freeze(siamese, frozen=True)
    trainer = _trainer(siamese, base.card, material.learned, options)
    trainer.run(_sampler(material.learned), report, stopping)
    _freeze(siamese, frozen=False)
    report(Progress("judging", 0, 3))
    calibration = _calibrate(siamese, material)
    report(Progress("judging", 1, 3))
    challenger = judge(siamese, calibration.detection_threshold, material.judging)
    fought = duels(champion, challenger, options.person)
    card = _describe(siamese, base.card, material, options.person, calibration, challenger, fought)
    report(Progress("judging", 2, 3))
    export_bundle(siamese, card, options.out)
    trainer.forget()
    report(Progress("judging", 3, 3))
    return Retrained(options.out, said_of(fought))


def _gather_material(options: RetrainOptions, report: Report, stopping: Stopping) -> Material:
    learned, held_back = read_own_crops(options.people_folder / options.person)
    total = len(learned.showing) + len(held_back.showing)
    if total < FEWEST_CROPS:
        raise TrainingError(
            f"Learning a face takes at least {FEWEST_CROPS} anchors and positives, better 100. "
            f"Collect more of {options.person}. Received: {total}"
        )
    lfw = LfwFolder(options.lfw_folder)
    parts: tuple[list[str], ...] = ([], [])
    for name in lfw.dev_train_people():
        parts[part_of(name, SHARES)].append(name)
    strangers, calibrating, judging = (
        as_samples(cut(lfw, some_images(lfw, people, count), options.work / "lfw", report, stopping))
        for people, count in (
            (parts[TRAIN], LFW_LEARNED),
            (parts[CALIBRATE], LFW_CALIBRATING),
            (lfw.dev_test_people(), LFW_JUDGING),
        )
    )
    known = _others(options)
    return Material(
        learned=gather([(options.person, learned.showing), *known, *strangers.by_name()], learned.others),
        calibrating=calibrating,
        judging=gather([(options.person, held_back.showing), *judging.by_name()], held_back.others),
    )


def _others(options: RetrainOptions) -> list[tuple[str, NDArray[np.uint8]]]:
    """What everybody else in the people folder may be learned from."""
    folders = sorted(entry for entry in options.people_folder.iterdir() if entry.is_dir())
    known = [
        (entry.name, read_own_crops(entry)[0].showing) for entry in folders if entry.name != options.person
    ]
    return [(name, crops) for name, crops in known if len(crops)]


def _siamese_of(base: Bundle) -> keras.Model:
    embedding, head = keras.saving.load_model(base.folder / LEARNABLE), base.head
    siamese = build_siamese(embedding, head.distance, bases=head.bases)
    write_head(siamese, head)
    return siamese


def _freeze(siamese: keras.Model, *, frozen: bool) -> None:
    for layer in every_layer(siamese.get_layer(EMBEDDING)):
        if layer.name.startswith(FROZEN):
            layer.trainable = not frozen


def _sampler(samples: Samples) -> BatchSampler:
    return BatchSampler(samples, _batch_plan(samples), Augmentation())


def _batch_plan(samples: Samples) -> BatchPlan:
    return WITH_NEGATIVES if samples.anonymous.any() else WITHOUT_NEGATIVES


def _trainer(siamese: keras.Model, base: Card, samples: Samples, options: RetrainOptions) -> Trainer:
    plan = TrainingPlan(
        epochs=options.epochs,
        steps_per_epoch=STEPS_PER_EPOCH,
        learning_rate=LEARNING_RATE,
        # A fifth of every batch is one person before one camera: the world at large has other statistics.
        batch_statistics=False,
        seed=options.seed,
    )
    identity = f"{base.digest} {_batch_plan(samples)} {samples.fingerprint()}"
    return Trainer(siamese, plan, options.work / f"personal-{options.person}", identity)


def _calibrate(siamese: keras.Model, material: Material) -> Calibration:
    own = np.flatnonzero(material.learned.people == PERSON)
    references = material.learned.subset(own[:: -(-len(own) // MOST_REFERENCES)])
    return calibrate_for(siamese, references, material.calibrating)


def _describe(
    siamese: keras.Model,
    base: Card,
    material: Material,
    person: str,
    calibration: Calibration,
    judgement: Judgement,
    fought: Sequence[Duel],
) -> Card:
    return card_of(
        siamese,
        name=f"personal-{person}",
        calibration=calibration,
        metrics=metrics_of(judgement, person),
        data={
            "base": f"{base.name} of {base.created}, card {base.digest}",
            "trained on": said(material.learned),
            "thresholds chosen on": said(material.calibrating),
            "judged on": said(material.judging),
            **{f"{duel.what}, held against the base": str(duel) for duel in fought},
        },
        licence=f"Made from pictures of {person}, who decides about it. Base: {base.licence}",
    )
