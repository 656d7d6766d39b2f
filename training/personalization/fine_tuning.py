"""Deep training: fine-tune the head and the last blocks of the embedding on the user's crops."""

from collections.abc import Sequence
from pathlib import Path

import keras
import numpy as np
from numpy.typing import NDArray

from model.network.bundle_export import ExportedModel
from model.network.bundle_import import load_siamese
from model.network.layers import iter_layers
from model.network.siamese import EMBEDDING
from model.runtime.bundle import Bundle
from model.runtime.model_card import Card
from training.cards.face_model import FaceModel
from training.data.augmentation import Augmentation
from training.data.batch_sampler import BatchPlan, BatchSampler
from training.data.samples import USER, Samples
from training.jobs.progress import ReportProgress, ShouldStop
from training.optimization.mixed_precision import fastest_policy
from training.optimization.run_identity import Value
from training.optimization.trainer import Trainer, TrainingPlan
from training.personalization.datasets import PersonalDatasets
from training.personalization.options import RetrainOptions

STEPS_PER_EPOCH, LEARNING_RATE = 25, 2e-5
WITH_NEGATIVES = BatchPlan(people=20, crops_per_person=3, focus=USER, focus_crops=20, anonymous_crops=16)
WITHOUT_NEGATIVES = BatchPlan(people=24, crops_per_person=3, focus=USER, focus_crops=24)
FROZEN_PREFIXES = ("stem", "stage1")
"""The first blocks extract features that suit any face. Freezing them halves the training time."""


class FineTuner:
    """Fine-tunes the embedding and head of ``base``; resumes from a checkpoint of the same crops."""

    def __init__(self, base: Bundle, options: RetrainOptions) -> None:
        self._digest = base.card.digest
        self._options = options
        self._siamese = load_siamese(base)
        self._trainer: Trainer | None = None

    def train(self, datasets: PersonalDatasets, report: ReportProgress, should_stop: ShouldStop) -> FaceModel:
        """Raises JobCancelled when asked to stop, JobError when it cannot continue."""
        samples, siamese = datasets.training, self._siamese
        _set_frozen(siamese, frozen=True)
        self._trainer = self._create_trainer(samples)
        sampler = BatchSampler(samples, _batch_plan(samples), Augmentation())
        base_weights = siamese.get_weights()
        self._trainer.run(sampler, report, should_stop)
        _set_frozen(siamese, frozen=False)
        _average_with(base_weights, siamese)
        self._live = ExportedModel(siamese)
        return FaceModel(self._live.head, self._live.embed)

    def export(self, model: FaceModel, card: Card, folder: Path) -> None:
        self._live.export(card, folder)

    def delete_checkpoints(self) -> None:
        if self._trainer:
            self._trainer.delete_checkpoints()

    def _create_trainer(self, samples: Samples) -> Trainer:
        options = self._options
        plan = TrainingPlan(
            epochs=options.epochs,
            steps_per_epoch=STEPS_PER_EPOCH,
            learning_rate=LEARNING_RATE,
            # A fifth of every batch is one person at one camera: statistics unlike those of other faces.
            batch_statistics=False,
            seed=options.seed,
        )
        identity: dict[str, Value] = {
            "base": self._digest,
            "batch": _batch_plan(samples).identity(),
            "samples": samples.fingerprint(),
        }
        work = options.work / f"personal-{options.person}"
        # The user is waiting, and reproducing the run matters less than its duration.
        return Trainer(self._siamese, plan, work, identity, choose_policy=fastest_policy)


def _set_frozen(siamese: keras.Model, *, frozen: bool) -> None:
    for layer in iter_layers(siamese.get_layer(EMBEDDING)):
        if layer.name.startswith(FROZEN_PREFIXES):
            layer.trainable = not frozen


def _average_with(base_weights: Sequence[NDArray[np.generic]], siamese: keras.Model) -> None:
    """Halfway between the base and the trained network, most of what the user's crops teach is kept, and less
    is lost on other people (Wortsman et al., CVPR 2022, arXiv 2109.01903)."""
    trained = siamese.get_weights()
    siamese.set_weights([(one + other) / 2 for one, other in zip(base_weights, trained, strict=True)])


def _batch_plan(samples: Samples) -> BatchPlan:
    return WITH_NEGATIVES if samples.anonymous.any() else WITHOUT_NEGATIVES
