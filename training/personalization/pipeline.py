"""Retrain: from a person's crops to a new bundle, compared with the bundle it was made from."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from model.messages.message import Message
from model.runtime.bundle import Bundle, load_bundle
from model.runtime.card_keys import CardData
from model.runtime.model_card import Card
from model.terminal.stderr_guard import suppress_native_stderr
from training.cards.card_builder import build_card, describe_samples
from training.cards.face_model import Embed, FaceModel
from training.data.embedding_cache import EmbeddingCache
from training.jobs.progress import Progress, ReportProgress, ShouldStop
from training.lfw.folder import LfwFolder, explain_small_lfw
from training.metrics.paired_test_result import PairedTestResult
from training.personalization.datasets import PersonalDatasets, build_datasets
from training.personalization.evaluation import (
    PersonalEvaluation,
    calibrate_for_user,
    card_metrics,
    compare_models,
    evaluate_for_user,
    threshold_for_user,
)
from training.personalization.head_only import HeadTrainer
from training.personalization.options import Depth, RetrainOptions
from training.personalization.result import PersonalModel

STAGE = Message("judging")


class PersonalTrainer(Protocol):
    def train(
        self, datasets: PersonalDatasets, report: ReportProgress, should_stop: ShouldStop
    ) -> FaceModel: ...

    def export(self, model: FaceModel, card: Card, folder: Path) -> None: ...

    def delete_checkpoints(self) -> None:
        """Delete the files that a stopped run would resume from."""


def retrain(options: RetrainOptions, report: ReportProgress, should_stop: ShouldStop) -> PersonalModel:
    """Write a new bundle to ``options.out``.

    Raises JobError (too few crops, say), LfwError, BundleError, ExportError; JobCancelled when asked to stop.
    The same call then resumes after the last finished epoch, or starts from the beginning with other crops.
    """
    with explain_small_lfw(LfwFolder(options.lfw_folder)):
        return _retrain(options, report, should_stop)


def _retrain(options: RetrainOptions, report: ReportProgress, should_stop: ShouldStop) -> PersonalModel:
    base = load_bundle(options.base_bundle)
    datasets = build_datasets(options, report, should_stop)
    embed = EmbeddingCache(base, options.work / "lfw", report, should_stop)
    champion = _evaluate_base(FaceModel(base.head, embed), datasets, options)
    trainer = _create_trainer(base, embed, options, report)
    model = trainer.train(datasets, report, should_stop)
    report(Progress(STAGE, 0, 4))
    calibration = calibrate_for_user(model, datasets, twins=options.camera_twins)
    report(Progress(STAGE, 1, 4))
    challenger = evaluate_for_user(
        model, calibration.detection_threshold, datasets.evaluation, datasets.evaluation_twins
    )
    tests = compare_models(champion, challenger, options.person)
    report(Progress(STAGE, 2, 4))
    card = build_card(
        name=f"personal-{options.person}",
        dimensions=base.card.dimensions,
        calibration=calibration,
        metrics=card_metrics(challenger, options.person),
        data=_card_data(base.card, datasets, options, tests),
        licence=f"Made from pictures of {options.person}, who decides about it. Base: {base.card.licence}",
    )
    trainer.export(model, card, options.out)
    report(Progress(STAGE, 3, 4))
    trainer.delete_checkpoints()
    embed.save(datasets.strangers)
    report(Progress(STAGE, 4, 4))
    return PersonalModel(options.out, tuple(test for test in tests if test.is_worse))


def _evaluate_base(
    model: FaceModel, datasets: PersonalDatasets, options: RetrainOptions
) -> PersonalEvaluation:
    """Evaluates the base at the threshold that the new model's rule chooses for it, to compare models and not
    rules."""
    threshold = threshold_for_user(model, datasets, twins=options.camera_twins)
    return evaluate_for_user(model, threshold, datasets.evaluation, datasets.evaluation_twins)


def _create_trainer(
    base: Bundle, embed: Embed, options: RetrainOptions, report: ReportProgress
) -> PersonalTrainer:
    if options.depth is Depth.QUICK:
        return HeadTrainer(base, embed, options)
    report(Progress(Message("loading TensorFlow"), 0, 0))
    with suppress_native_stderr():
        from training.optimization.devices import count_devices
        from training.personalization.fine_tuning import FineTuner

        count_devices()
    return FineTuner(base, options)


def _card_data(
    base: Card, datasets: PersonalDatasets, options: RetrainOptions, tests: Sequence[PairedTestResult]
) -> dict[str, str]:
    return {
        "base": f"{base.name} of {base.created}, card {base.digest}",
        "learned": f"{options.depth}, " + ("with" if options.camera_twins else "without") + " camera twins",
        CardData.TRAINED_ON: describe_samples(datasets.training),
        CardData.CALIBRATED_ON: describe_samples(datasets.calibration),
        CardData.EVALUATED_ON: describe_samples(datasets.evaluation),
        **{f"{test.error_name}, held against the base": str(test) for test in tests},
    }
